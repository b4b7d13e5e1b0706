import type { NodeTraceEntry } from '#contract/shopfloor/node-health.ts';
import type { TraceEntry } from '#platform/serial/trace.ts';

/** What stands in the place of digits that nobody is to read. */
const mask = '••••';

/** A badge number as a field of a message, whole or cut off by the end of what is kept. */
const uidField = /("uid":")([0-9A-Fa-f]*)("?)/gu;
/** Digits in a row that may be a badge number, where nobody knows what the bytes mean. */
const digits = /[0-9A-Fa-f]{6,}/gu;

const maskedUid = (uid: unknown): string => `${mask}${String(uid).slice(-4)}`;

const maskUids = (text: string): string =>
  text.replaceAll(uidField, (_, before: string, uid: string, after: string) =>
    // A number that is cut off ends in digits from its middle, which would say too much.
    after === '' ? `${before}${mask}` : `${before}${maskedUid(uid)}${after}`,
  );

const printable = /^[\u0020-\u007E\r\n]*$/u;

/** The bytes of an entry as text; null where they are no text. */
function textOf({ raw }: TraceEntry): string | null {
  const text = Buffer.from(raw, 'hex').toString('latin1');
  return printable.test(text) ? text.trim() : null;
}

function rawOf(entry: TraceEntry): string {
  const text = textOf(entry);
  const cut = entry.length * 2 > entry.raw.length ? '…' : '';
  if (entry.kind !== 'garbage') {
    if (text !== null) return `${maskUids(text)}${cut}`;
    // In a packed frame a number is not where a pattern finds it.
    return entry.text.includes('"uid"') ? mask : `${entry.raw}${cut}`;
  }
  if (text !== null) return `${text.replaceAll(digits, mask)}${cut}`;
  return Buffer.from(entry.raw, 'hex').toString('latin1').search(digits) < 0
    ? `${entry.raw}${cut}`
    : mask;
}

/** Fields that every message has and that say nothing here. */
const dull: ReadonlySet<string> = new Set(['t', 'id', 'boot']);

const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** What a message says: its type, and every field that it has. */
function meaningOf(text: string): string {
  const message = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const fields = Object.entries(message)
    .filter(([name, value]) => !dull.has(name) && value !== null)
    .map(([name, value]) => `${name} ${name === 'uid' ? maskedUid(value) : valueText(value)}`);
  return [String(message['t']), ...fields].join(' · ');
}

/** An entry as a screen may show it: nowhere in it does a badge number stand in clear. */
export const maskedEntry = (entry: TraceEntry): NodeTraceEntry => ({
  number: entry.number,
  at: entry.at.toISOString(),
  kind: entry.kind,
  raw: rawOf(entry),
  decoded: entry.kind === 'frame' ? meaningOf(entry.text) : entry.text,
});
