/** Names under which other programs keep badge numbers, passwords and keys. */
const secretName =
  /rfid|badge|(^|_)uid$|card|pass(word|wd|phrase)?$|secret|token|(^|_)pin$|psk|api_?key|wifi_?key/iu;

const DEEPEST = 12;

/** A copy of a JSON value without entries of such names and without NUL, and whether any entry was removed. */
export function withoutSecrets(value: unknown): { cleaned: unknown; removed: boolean } {
  let removed = false;
  function clean(part: unknown, depth: number): unknown {
    if (typeof part === 'string') return part.replaceAll('\0', '');
    if (typeof part !== 'object' || part === null) return part;
    if (depth > DEEPEST) return null;
    if (Array.isArray(part)) return part.map((item) => clean(item, depth + 1));
    const entries = Object.entries(part).filter(([name]) => !secretName.test(name));
    removed ||= entries.length < Object.keys(part).length;
    return Object.fromEntries(
      entries.map(([name, inner]) => [name.replaceAll('\0', ''), clean(inner, depth + 1)]),
    );
  }
  const cleaned = clean(value, 0);
  return { cleaned, removed };
}
