import { execFileSync, spawnSync } from 'node:child_process';

/** Programs that the tests call, by the Debian package each comes in. */
const wanted = { socat: 'socat', ps: 'procps' } as const;

const isThere = (program: string): boolean => spawnSync(program, ['-V']).error === undefined;

/** Whether this account may install packages here. */
export const mayInstall = (): boolean =>
  process.platform === 'linux' && process.getuid?.() === 0 && isThere('apt-get');

/** Installs Debian packages without a word. Throws when a package cannot be had. */
export function install(packages: readonly string[]): void {
  const options = {
    stdio: 'ignore' as const,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update'], options);
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
}

/** Gets what the tests call and this machine lacks; without the right to, their tests are skipped by name. */
export function installWhatTestsCall(): void {
  const missing = Object.entries(wanted).filter(([program]) => !isThere(program));
  if (missing.length > 0 && mayInstall()) install(missing.map(([, name]) => name));
}
