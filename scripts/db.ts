import { backup, pointInTime, restore } from './db/backup.ts';
import { printUrl, psql } from './db/connect.ts';
import { BadUsage, type Command, parseToolOptions, type ToolOptions, usage } from './db/options.ts';
import { migrate, status } from './db/schema.ts';

const actions: Readonly<Record<Command, (options: ToolOptions) => Promise<number>>> = {
  url: printUrl,
  psql,
  status,
  migrate,
  backup,
  restore,
  'point-in-time': pointInTime,
};

try {
  const options = parseToolOptions(process.argv.slice(2));
  process.exitCode = await actions[options.command](options);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof BadUsage) console.error(usage);
  process.exitCode = error instanceof BadUsage ? 2 : 1;
}
