/** A page as the contract answers it. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

/** The pages of a list one after the other, up to `limit` rows. `load` asks for the page behind a cursor. */
export async function* eachPage<Row>(
  load: (cursor: string | undefined) => Promise<Page<Row>>,
  limit = Infinity,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    yield page.rows;
    count += page.rows.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && count < limit);
}

/** All rows of a list that comes in pages. */
export async function everyPage<Row>(
  load: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of eachPage(load)) rows.push(...page);
  return rows;
}
