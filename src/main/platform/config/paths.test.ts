import { describe, expect, it } from 'vitest';
import { defaultDataDir } from './paths.ts';

const linux = { platform: 'linux', home: '/home/kim', env: {}, uid: 1000 } as const;

describe('the default data folder', () => {
  it.each([
    ['an ordinary user', linux, '/home/kim/.local/share/signalbox'],
    ['a user with an XDG folder', { ...linux, env: { XDG_DATA_HOME: '/x' } }, '/x/signalbox'],
    ['root', { ...linux, home: '/root', uid: 0 }, '/var/lib/signalbox'],
    [
      'a Mac',
      { ...linux, platform: 'darwin', home: '/Users/kim' },
      '/Users/kim/Library/Application Support/Signalbox',
    ],
  ] as const)('of %s', (_, environment, expected) => {
    expect(defaultDataDir(environment)).toBe(expected);
  });
});
