/** Switches that Electron and Chromium read from the same command line. */
const foreign: ReadonlySet<string> = new Set([
  'disable-gpu',
  'enable-unsafe-swiftshader',
  'force-device-scale-factor',
  'inspect',
  'lang',
  'no-sandbox',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'remote-debugging-port',
  'user-data-dir',
]);

const nameOf = (argument: string): string => argument.slice(2).split('=', 1)[0] ?? '';

const isForeign = (argument: string): boolean =>
  argument.startsWith('--') && foreign.has(nameOf(argument));

/**
 * What a person said to the console on the command line of the desktop: without the program, without
 * the application's path (`isPackaged` false: Electron was given one), without Chromium's switches.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const given = argv.slice(1);
  if (isPackaged) return given.filter((argument) => !isForeign(argument));
  const application = given.findIndex((argument) => !argument.startsWith('-'));
  return given.slice(application + 1).filter((argument) => !isForeign(argument));
}
