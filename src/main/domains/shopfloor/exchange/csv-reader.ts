/** One record of a CSV file with the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The records of a CSV file, or the line of a quoted cell that never ends. */
export type ReadCsv =
  | { readonly kind: 'records'; readonly records: readonly CsvRecord[] }
  | { readonly kind: 'unreadable'; readonly line: number };

const separators = [',', ';', '\t'] as const;

/** Spreadsheets write semicolons where the comma is the decimal sign: the header tells. */
function separatorOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  const counts = separators.map((sign) => header.split(sign).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** An apostrophe in front of what a spreadsheet would take for a formula is the writer's, not the value's. */
const plain = (cell: string): string => (/^'[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell);

/**
 * Reads RFC 4180 text: quoted cells may hold separators, quotes and line ends. A byte order mark,
 * either kind of line end, and semicolons or tabs in place of commas are taken. Blank lines are left out.
 */
export function readCsv(text: string): ReadCsv {
  const source = text.replace(/^\uFEFF/u, '');
  const separator = separatorOf(source);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quotedSince = 0;
  let wasQuoted = false;
  let line = 1;
  let begins = 1;
  const endCell = (): void => {
    cells.push(wasQuoted ? plain(cell) : plain(cell.trim()));
    [cell, wasQuoted] = ['', false];
  };
  const endRecord = (): void => {
    endCell();
    if (cells.some((one) => one !== '')) records.push({ line: begins, cells });
    [cells, begins] = [[], line];
  };
  for (let at = 0; at < source.length; at += 1) {
    const sign = source.charAt(at);
    if (sign === '\n') line += 1;
    if (quotedSince > 0) {
      if (sign !== '"') cell += sign;
      else if (source.charAt(at + 1) === '"') [cell, at] = [`${cell}"`, at + 1];
      else quotedSince = 0;
    } else if (sign === '"' && cell.trim() === '' && !wasQuoted) {
      [cell, quotedSince, wasQuoted] = ['', line, true];
    } else if (sign === separator) endCell();
    else if (sign === '\n') endRecord();
    else if (sign !== '\r') cell += sign;
  }
  if (quotedSince > 0) return { kind: 'unreadable', line: quotedSince };
  if (cell !== '' || cells.length > 0) endRecord();
  return { kind: 'records', records };
}
