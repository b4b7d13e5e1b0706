/** A value of one CSV cell. Numbers keep their plain form; null and undefined are empty. */
export type CsvValue = string | number | boolean | bigint | null | undefined;

/** A spreadsheet runs a cell that starts so as a formula, or hides what follows (OWASP, CSV injection). */
const dangerousStart = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

function cellText(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  return dangerousStart.test(value) ? `'${value}` : value;
}

function cell(value: CsvValue): string {
  const text = cellText(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines of RFC 4180 text, each with its CRLF; cells as in {@link toCsv}. */
export function csvLines(rows: Iterable<readonly CsvValue[]>): string {
  let text = '';
  for (const row of rows) text += `${row.map(cell).join(',')}\r\n`;
  return text;
}

/** Tells a spreadsheet that a file is UTF-8. */
export const byteOrderMark = '\uFEFF';

/**
 * RFC 4180 text with a header line, CRLF ends and a UTF-8 byte order mark (without it spreadsheets
 * misread Korean and Japanese). Text that a spreadsheet would run as a formula gets a leading
 * apostrophe; numbers, also negative ones, stay numbers.
 */
export function toCsv(header: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  return byteOrderMark + csvLines([header]) + csvLines(rows);
}

/** Hands text to the person as a downloaded file. */
export function downloadText(
  fileName: string,
  text: string,
  type = 'text/csv;charset=utf-8',
): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the blob after the click returns, so it must outlive this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
