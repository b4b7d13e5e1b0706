/** What a formatter needs to know: the BCP 47 language and the IANA zone. */
export interface FormatSettings {
  readonly language: string;
  readonly timeZone: string;
}

type Moment = Date | number | string;

/** Turns values into text in one language and zone. Get one by {@link formatsFor} or `useFormats`. */
export interface Formats extends FormatSettings {
  /** A number with the language's separators; `digits` fixes the decimal places. */
  number(value: number, digits?: number): string;
  /** A share of one as per cent: `0.256` → `25.6 %`. */
  percent(share: number, digits?: number): string;
  /** A size with binary prefixes: `1536` → `1.5 KiB`. */
  bytes(count: number): string;
  /** A running length as `mm:ss`, or `h:mm:ss` from an hour on. Milliseconds; negative counts as 0. */
  duration(milliseconds: number): string;
  /** A length in words with the largest two units: `2 h 5 min`. Milliseconds. */
  span(milliseconds: number): string;
  /** Day and time with seconds, in the zone. */
  dateTime(moment: Moment): string;
  /** Day, month and year, in the zone. */
  date(moment: Moment): string;
  /** Hours, minutes and seconds on the 24-hour clock, in the zone. */
  time(moment: Moment): string;
  /** Distance from `now` in words: `3 minutes ago`. */
  relative(moment: Moment, now: number): string;
  /** The short name of the zone at that moment: `KST`, `JST`, `GMT+9`. */
  zone(moment?: Moment): string;
  /** The calendar day in the zone as `YYYY-MM-DD`, for grouping. */
  dayKey(moment: Moment): string;
}

/** What is shown for a moment that cannot be read. */
export const noMoment = '–';

const cache = new Map<string, Formats>();

/** The formatter for a language and a zone; made once, because Intl objects are slow to make. */
export function formatsFor({ language, timeZone }: FormatSettings): Formats {
  const key = `${language} ${timeZone}`;
  const known = cache.get(key);
  if (known) return known;
  const made: Formats = {
    language,
    timeZone,
    ...numbersOf(language),
    ...momentsOf(language, timeZone),
  };
  cache.set(key, made);
  return made;
}

function memo<Value>(make: (digits: number | undefined) => Value): (digits?: number) => Value {
  const made = new Map<number | undefined, Value>();
  return (digits) => {
    const value = made.get(digits) ?? make(digits);
    made.set(digits, value);
    return value;
  };
}

const fixed = (digits: number | undefined): Intl.NumberFormatOptions =>
  digits === undefined
    ? { maximumFractionDigits: 3 }
    : { minimumFractionDigits: digits, maximumFractionDigits: digits };

function numbersOf(language: string) {
  const plain = memo((digits) => new Intl.NumberFormat(language, fixed(digits)));
  const percent = memo(
    (digits) => new Intl.NumberFormat(language, { style: 'percent', ...fixed(digits ?? 0) }),
  );
  return {
    number: (value: number, digits?: number) => plain(digits).format(value),
    percent: (share: number, digits?: number) => percent(digits).format(share),
    bytes: (count: number) => formatBytes(count, (value, digits) => plain(digits).format(value)),
    duration: formatDuration,
    span: (milliseconds: number) => formatSpan(milliseconds, language),
  };
}

const prefixes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

function formatBytes(count: number, number: (value: number, digits?: number) => string): string {
  const step = count < 1 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), prefixes.length - 1);
  return `${number(count / 1024 ** step, step === 0 ? 0 : 1)} ${prefixes[step]}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${two(minutes)}:${two(seconds % 60)}`;
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function formatSpan(milliseconds: number, language: string): string {
  let rest = Math.max(0, milliseconds);
  const parts = units.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { unit, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  const shown =
    first < 0 ? parts.slice(-1) : parts.slice(first, first + 2).filter((p) => p.count > 0);
  return shown.map(({ unit, count }) => spanUnit(language, unit).format(count)).join(' ');
}

const spanUnits = new Map<string, Intl.NumberFormat>();

function spanUnit(language: string, unit: string): Intl.NumberFormat {
  const key = `${language} ${unit}`;
  const known =
    spanUnits.get(key) ??
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' });
  spanUnits.set(key, known);
  return known;
}

const show = (format: Intl.DateTimeFormat) => (moment: Moment) => {
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? noMoment : format.format(at);
};

/** In English, day and month are told apart only by writing the year first. */
const dateLocale = (language: string): string => (language === 'en' ? 'en-CA' : language);

function momentsOf(language: string, timeZone: string) {
  const make = (options: Intl.DateTimeFormatOptions, locale = dateLocale(language)) =>
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const [dateTime, date, time] = [make({ ...day, ...clock }), make(day), make(clock)];
  const iso = make(day, 'sv-SE');
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    dateTime: show(dateTime),
    date: show(date),
    time: show(time),
    dayKey: show(iso),
    relative: (moment: Moment, now: number) =>
      formatRelative(new Date(moment).getTime() - now, relative),
    zone: (moment: Moment = Date.now()) => zoneName(timeZone, new Date(moment)),
  };
}

const relativeSteps = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

function formatRelative(distance: number, format: Intl.RelativeTimeFormat): string {
  if (Number.isNaN(distance)) return noMoment;
  const [unit, size] =
    relativeSteps.find(([, step]) => Math.abs(distance) >= step) ?? (['second', 1_000] as const);
  return format.format(Math.trunc(distance / size), unit);
}

/** Intl knows the short names of a zone only in the languages of that zone, so the site's own are given. */
const commonZones: Readonly<Record<string, string>> = {
  'Asia/Seoul': 'KST',
  'Asia/Tokyo': 'JST',
  'Etc/UTC': 'UTC',
  UTC: 'UTC',
};

function zoneName(timeZone: string, at: Date): string {
  const common = commonZones[timeZone];
  if (common) return common;
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(
    at,
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
