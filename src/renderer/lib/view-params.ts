/** What a screen shows of its rows, as text by name; absent where nothing is chosen. */
export type ViewParams<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** What is to be different; null takes a choice away. */
export type ViewChange<Name extends string> = Readonly<Partial<Record<Name, string | null>>>;

/** The choices of one screen out of the search part of an address. */
export function viewParamsOf<Name extends string>(
  search: string,
  screen: string,
  names: readonly Name[],
): ViewParams<Name> {
  const all = new URLSearchParams(search);
  const found = names.flatMap((name) => {
    const value = all.get(`${screen}.${name}`);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found) as ViewParams<Name>;
}

/** The search part with some choices of one screen changed; those of other screens stay. */
export function withViewChange<Name extends string>(
  search: string,
  screen: string,
  change: ViewChange<Name>,
): string {
  const all = new URLSearchParams(search);
  for (const [name, value] of Object.entries<string | null | undefined>(change)) {
    if (value === null || value === undefined || value === '') all.delete(`${screen}.${name}`);
    else all.set(`${screen}.${name}`, value);
  }
  return all.toString();
}
