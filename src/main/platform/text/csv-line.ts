/** What a cell may hold. */
export type CsvCell = string | number | boolean | null;

/** A value as a cell. A spreadsheet takes = + - @ at the start for a formula, so a mark goes before. */
function csvCell(value: CsvCell): string {
  const text = String(value ?? '');
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line of CSV (RFC 4180), with its end. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;
