import { readFileSync } from 'node:fs';

/** What the command line of `electron` asks for. */
export interface StartArguments {
  /** Folder or main file of the application. */
  readonly application: string;
  /** Scripts to run before it, given by `-r`. */
  readonly required: readonly string[];
  /** Port of Node's debugger (0 = any), or null. */
  readonly inspectorPort: number | null;
  /** Folder for the application's data, or null for its default. */
  readonly userData: string | null;
  /** Switches that are meant for Chromium. */
  readonly chromiumSwitches: readonly string[];
  /** Whether Playwright started this and will say when to become ready. */
  readonly fromPlaywright: boolean;
}

/** Version of Electron whose types are installed, and which the stand-in claims to be. */
export function electronVersion(): string {
  const manifest = new URL('../../node_modules/electron/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

const TAKES_A_VALUE = new Set(['-r', '--require']);

function indexOfApplication(args: readonly string[]): number {
  return args.findIndex(
    (each, at) => !each.startsWith('-') && !TAKES_A_VALUE.has(args[at - 1] ?? ''),
  );
}

function valueOf(switches: readonly string[], name: string): string | null {
  const found = switches.find((each) => each === name || each.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}

/** Reads the command line: switches before the application are Electron's, those after its own. */
export function parseArguments(args: readonly string[]): StartArguments {
  const at = indexOfApplication(args);
  const before = at < 0 ? args : args.slice(0, at);
  const inspect = valueOf(before, '--inspect');
  const debuggingPort = valueOf(before, '--remote-debugging-port');
  const required = before.filter((_, index) => TAKES_A_VALUE.has(before[index - 1] ?? ''));
  return {
    application: args[at] ?? '.',
    required,
    inspectorPort: inspect === null ? null : Number(inspect === '' ? 9229 : inspect),
    userData: valueOf(args, '--user-data-dir'),
    chromiumSwitches: debuggingPort === null ? [] : [`--remote-debugging-port=${debuggingPort}`],
    fromPlaywright: inspect === '0' && debuggingPort === '0' && required.length === 0,
  };
}
