import { parseArgs } from 'node:util';
import { ZodError } from 'zod';
import { systemClock } from '#platform/clock/system-clock.ts';
import { userDataDir } from '#platform/config/paths.ts';
import { openSettings } from '#platform/config/settings.ts';

type Values = Readonly<Record<string, unknown>>;

const usage = `Usage: npm run settings -- [--data DIR] [NAME=VALUE …]
Without names it prints the settings. Changes count from the next start of the program.`;

const isGroup = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value a person means: a number, true, null or a list where it reads as one, else the text. */
function meant(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Lays `value` over the setting at `path`. Throws where there is no such setting. */
function laidOver(values: Values, [name = '', ...rest]: readonly string[], value: unknown): Values {
  const old = values[name];
  const known = Object.hasOwn(values, name) && (rest.length > 0 || !isGroup(old));
  if (!known || (rest.length > 0 && !isGroup(old))) {
    throw new Error(`There is no setting of that name. ${usage}`);
  }
  return { ...values, [name]: isGroup(old) ? laidOver(old, rest, value) : value };
}

function changed(values: Values, assignment: string): Values {
  const [, name = '', text = ''] = /^([A-Za-z.]+)=(.*)$/su.exec(assignment) ?? [];
  if (name.split('.')[0] === 'database') {
    throw new Error('The database is chosen in the set-up assistant, or by DATABASE_URL.');
  }
  return laidOver(values, name.split('.'), meant(text));
}

/** The settings without passwords. */
const shown = (values: Values): string =>
  JSON.stringify(values, null, 2).replaceAll(/(postgres(?:ql)?:\/\/[^:@/"]*):[^@"]*@/gu, '$1:…@');

try {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const store = await openSettings(values.data ?? userDataDir(), systemClock);
  const wanted = positionals.reduce(changed, store.settings);
  const saved = positionals.length > 0 ? await store.save(wanted) : wanted;
  process.stdout.write(`${shown(saved)}\n`);
} catch (error) {
  const said = error instanceof ZodError ? error.issues[0]?.message : (error as Error).message;
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
}
