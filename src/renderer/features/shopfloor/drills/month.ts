/** A month as text, `2026-11`. */
export type Month = string;

/** One day of a month's sheet, by its key `2026-11-28`. */
export interface SheetDay {
  readonly key: string;
  readonly number: number;
  /** A day of the month before or after that fills the week. */
  readonly outside: boolean;
}

const two = (value: number): string => String(value).padStart(2, '0');
const keyOf = (day: Date): string =>
  `${day.getUTCFullYear()}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}`;

/** The month of that name; the month of `today` (a day's key) where there is none. */
export const monthOf = (name: string | undefined, today: string): Month =>
  name !== undefined && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(name) ? name : today.slice(0, 7);

/** The month so many months later, or earlier. */
export function monthAfter(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return keyOf(new Date(Date.UTC(year, number - 1 + count, 1))).slice(0, 7);
}

/** The weeks of a month, each from Monday to Sunday. */
export function sheetOf(month: Month): SheetDay[][] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = new Date(Date.UTC(year, number - 1, 1));
  const lead = (first.getUTCDay() + 6) % 7;
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const weeks = Math.ceil((lead + length) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_day, index) => {
      const day = new Date(Date.UTC(year, number - 1, week * 7 + index - lead + 1));
      return {
        key: keyOf(day),
        number: day.getUTCDate(),
        outside: day.getUTCMonth() !== number - 1,
      };
    }),
  );
}
