/** A page as the contract answers it. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

/** All rows of a list that comes in pages, or those of the pages up to `limit` rows. `load` asks for the page behind a cursor. */
export async function everyPage<Row>(
  load: (cursor: string | undefined) => Promise<Page<Row>>,
  limit = Infinity,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length < limit);
  return rows;
}
