import { spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** Path of a tool that npm installed for the project. */
export const tool = (name: string): string =>
  join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program, showing what it prints, and answers its exit code. */
export function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      ...shellWhereNeeded(),
      ...options,
    });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
    });
  });
}

/** Runs a program and keeps what it prints. */
export function capture(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...shellWhereNeeded(),
      ...options,
    });
    let output = '';
    child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr?.on('data', (part: Buffer) => (output += part.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** On Windows npm's tools are command files, which only a shell can start. */
function shellWhereNeeded(): SpawnOptions {
  return process.platform === 'win32' ? { shell: true } : {};
}
