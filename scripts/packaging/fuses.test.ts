import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fuses, setFuses } from './fuses.ts';

const decided = fuses.map(([, on]) => (on ? '1' : '0')).join('');

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-fuses-'));
  file = join(folder, 'electron');
});

afterEach(() => rm(folder, { recursive: true }));

/** The fuses of a binary as they are shipped, or in a state of the test's. */
function wire(states: string, version = 1): Buffer {
  const header = Buffer.from([version, states.length]);
  return Buffer.concat([
    Buffer.from('code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    header,
    Buffer.from(`${states} more code `),
  ]);
}

const shipped = '101111001';

describe('requirement 1: the fuses', () => {
  it('are all set, and nothing else of the binary is touched', async () => {
    await writeFile(file, wire(shipped));
    await setFuses(file);
    expect(await readFile(file)).toEqual(wire(decided));
  });

  it('are set in both halves of a universal binary', async () => {
    await writeFile(file, Buffer.concat([wire(shipped), wire('000000000')]));
    await setFuses(file);
    expect(await readFile(file)).toEqual(Buffer.concat([wire(decided), wire(decided)]));
  });

  it.each([
    ['with one that nobody decided', wire(`${shipped}0`), 'has 10 fuses'],
    ['of which one is gone', wire(shipped.slice(1)), 'has 8 fuses'],
    ['of another version', wire(shipped, 2), 'of version 2'],
    ['without any', Buffer.from('an ordinary program'), 'it has no fuses'],
  ])('of a binary %s are refused and left as they are', async (_name, binary, why) => {
    await writeFile(file, binary);
    await expect(setFuses(file)).rejects.toThrow(why);
    expect(await readFile(file)).toEqual(binary);
  });
});
