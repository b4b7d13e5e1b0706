import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { userDataDir } from '#platform/config/paths.ts';

/** What `npm run db -- …` can do. */
const commands = [
  'url',
  'psql',
  'status',
  'migrate',
  'backup',
  'restore',
  'point-in-time',
] as const;

/** One of {@link commands}. */
export type Command = (typeof commands)[number];

const roles = ['app', 'readonly', 'backup', 'superuser'] as const;

/** A command line of the database tool, understood. */
export interface ToolOptions {
  readonly command: Command;
  readonly dataDir: string;
  /** Words after the command: the backup to restore, `on` or `off`, or arguments for psql. */
  readonly words: readonly string[];
  /** Role of `url` and `psql` on the embedded server. */
  readonly role: (typeof roles)[number];
  /** Moment for `restore`. */
  readonly until: Date | null;
  /** Folder for `backup` and `restore`, when it is not the data folder's own. */
  readonly directory: string | undefined;
}

/** A command line that cannot be followed; the message says why in one sentence. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage';
}

/** How the tool is used, for people. */
export const usage = `Usage: npm run db -- COMMAND [--data DIR]
  url                     print a libpq URL            [--role app|readonly|backup|superuser]
  psql [-- ARGUMENTS]     open psql                    [--role …]
  status                  say what runs and which version the schema has
  migrate                 bring the schema to this program's version
  backup                  back the embedded database up           [--directory DIR]
  restore NAME            put a backup in its place, program closed  [--until TIME] [--directory DIR]
  point-in-time on|off    keep the log that restore --until needs`;

function oneOf<T extends string>(values: readonly T[], text: string, what: string): T {
  const found = values.find((value) => value === text);
  if (!found) throw new BadUsage(`${what} must be one of ${values.join(', ')}, not "${text}".`);
  return found;
}

function moment(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const date = new Date(text);
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  if (!zoned || Number.isNaN(date.getTime())) {
    throw new BadUsage(`--until must be a time with its zone, such as 2026-01-05T07:08:09Z.`);
  }
  return date;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        role: { type: 'string', default: 'app' },
        until: { type: 'string' },
        directory: { type: 'string' },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new BadUsage(`${said}.`, { cause: error });
  }
}

/** Reads the tool's command line. Throws {@link BadUsage}. */
export function parseToolOptions(args: readonly string[]): ToolOptions {
  const { values, positionals } = parse(args);
  const [command = '', ...words] = positionals;
  return {
    command: oneOf(commands, command, 'The command'),
    dataDir: resolve(values.data ?? userDataDir()),
    words,
    role: oneOf(roles, values.role, '--role'),
    until: moment(values.until),
    directory: values.directory === undefined ? undefined : resolve(values.directory),
  };
}
