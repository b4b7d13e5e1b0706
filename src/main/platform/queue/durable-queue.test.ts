import { spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { drain } from './drain.ts';
import { type DurableQueue, openDurableQueue, type QueueItem } from './durable-queue.ts';

let folder: string;
let notices: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-queue-'));
  notices = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (): string => join(folder, 'queue.sqlite');
const open = (at = path()): Promise<DurableQueue> =>
  openDurableQueue({
    path: at,
    clock: systemClock,
    onQuarantine: ({ message }) => notices.push(message),
  });
const item = (entity: string, key: string): QueueItem => ({
  entity,
  key,
  payload: `{"k":"${key}"}`,
});
const never = new AbortController().signal;

describe('the durable queue', () => {
  it('gives items back in order after it was closed, each key once', async () => {
    {
      using queue = await open();
      expect(queue.enqueue([item('n1', 'a'), item('n2', 'b'), item('n1', 'a')])).toBe(2);
    }
    using queue = await open();
    expect(queue.peek(10).map(({ key }) => key)).toEqual(['a', 'b']);
    queue.ack(queue.peek(1).map(({ id }) => id));
    expect(queue.counts()).toEqual({ waiting: 1, parked: 0 });
  });

  it('is synchronous to the disk and in WAL mode', async () => {
    using queue = await open();
    queue.enqueue([item('n1', 'a')]);
    const file = new DatabaseSync(path());
    expect(file.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    file.close();
  });

  it('holds back only the entity of a parked item, until it is released or discarded', async () => {
    using queue = await open();
    queue.enqueue([item('n1', 'a'), item('n1', 'b'), item('n2', 'c')]);
    const [poison] = queue.peek(1);
    queue.park(poison?.id ?? 0, 'The database refuses it.');
    expect(queue.peek(10).map(({ key }) => key)).toEqual(['c']);
    expect(queue.parked(10)).toMatchObject([{ key: 'a', reason: 'The database refuses it.' }]);
    queue.release(poison?.id ?? 0);
    expect(queue.peek(10).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    queue.park(poison?.id ?? 0, 'again');
    queue.discard(poison?.id ?? 0);
    expect(queue.peek(10).map(({ key }) => key)).toEqual(['b', 'c']);
  });

  it('parks an item whose stored bytes were altered instead of delivering it', async () => {
    using queue = await open();
    queue.enqueue([item('n1', 'a'), item('n2', 'b')]);
    const file = new DatabaseSync(path());
    file.exec("update item set payload = '{}' where key = 'a'");
    file.close();
    expect(queue.peek(10).map(({ key }) => key)).toEqual(['b']);
    expect(queue.counts()).toEqual({ waiting: 1, parked: 1 });
  });
});

describe('drain', () => {
  it('never delivers an item before an earlier one of its entity, whatever fails', async () => {
    const outcomes = fc.array(fc.constantFrom('done', 'retry', 'park'), { maxLength: 40 });
    const entities = fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(entities, outcomes, async (sequence, answers) => {
        using queue = await open(':memory:');
        queue.enqueue(sequence.map((entity, at) => item(entity, `${at}`)));
        const done: string[] = [];
        const left = [...answers];
        const deliver = ({ key }: { key: string }) => {
          const kind = left.shift() ?? 'done';
          if (kind === 'done') done.push(key);
          return Promise.resolve(kind === 'done' ? { kind } : ({ kind, reason: 'test' } as const));
        };
        for (
          let pass = 0;
          pass < 50 && queue.counts().waiting + queue.counts().parked > 0;
          pass += 1
        ) {
          await drain(queue, deliver, never);
          queue.parked(100).forEach(({ id }) => queue.release(id));
        }
        for (const entity of ['x', 'y', 'z']) {
          const mine = sequence.flatMap((name, at) => (name === entity ? [`${at}`] : []));
          expect(done.filter((key) => mine.includes(key))).toEqual(mine);
        }
      }),
    );
  });

  it('goes on with other entities while one is held back', async () => {
    using queue = await open();
    queue.enqueue([item('n1', 'a'), item('n1', 'b'), item('n2', 'c')]);
    const outcome = await drain(
      queue,
      ({ key }) =>
        Promise.resolve(key === 'a' ? { kind: 'retry', reason: 'away' } : { kind: 'done' }),
      never,
    );
    expect(outcome).toEqual({ delivered: 1, parked: 0, waiting: 2 });
    expect(queue.peek(1)).toMatchObject([{ key: 'a', attempts: 1, reason: 'away' }]);
  });
});

describe('an entity with a long backlog', () => {
  it('that is held back does not hide the others', async () => {
    using queue = await open(':memory:');
    queue.enqueue(Array.from({ length: 500 }, (_, at) => item('stuck', `s${at}`)));
    queue.enqueue([item('free', 'f')]);
    const outcome = await drain(
      queue,
      ({ entity }) =>
        Promise.resolve(entity === 'stuck' ? { kind: 'retry', reason: 'away' } : { kind: 'done' }),
      never,
    );
    expect(outcome).toEqual({ delivered: 1, parked: 0, waiting: 500 });
  });
});

describe('a damaged queue file', () => {
  it.each([
    ['overwritten by something else', (file: string) => writeFileSync(file, 'x'.repeat(9_000))],
    ['cut in the middle', (file: string) => truncateSync(file, 6_000)],
    ['filled with zeros', (file: string) => writeFileSync(file, Buffer.alloc(9_000))],
  ])('that was %s is put aside with a notice, and an empty queue works', async (_how, damage) => {
    {
      using queue = await open();
      queue.enqueue(Array.from({ length: 200 }, (_, at) => item('n', `${at}`)));
    }
    damage(path());
    using queue = await open();
    expect(notices).toHaveLength(1);
    expect(readdirSync(folder).some((name) => name.includes('.damaged-'))).toBe(true);
    expect(queue.enqueue([item('n1', 'a')])).toBe(1);
    expect(queue.peek(10)).toHaveLength(1);
  });
});

const WRITER = `
  import { openDurableQueue } from ${JSON.stringify(join(import.meta.dirname, 'durable-queue.ts'))};
  import { systemClock } from ${JSON.stringify(join(import.meta.dirname, '../clock/system-clock.ts'))};
  const queue = await openDurableQueue({ path: process.argv[1], clock: systemClock, onQuarantine() {} });
  for (let n = 0; ; n += 1) {
    queue.enqueue([{ key: 'k' + n, entity: 'e' + (n % 3), payload: 'p'.repeat(n % 500) }]);
    await new Promise((resolve) => process.stdout.write(n + '\\n', resolve));
  }
`;

describe('kill -9', () => {
  it.each([1, 2, 3])('loses nothing that was accepted (round %i)', async (round) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, path()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = -1;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      if (last === 150 * round) child.kill('SIGKILL');
    }
    using queue = await open();
    expect(notices).toEqual([]);
    const keys = new Set(queue.peek(100_000).map(({ key }) => key));
    expect(last).toBeGreaterThanOrEqual(150 * round);
    for (let n = 0; n <= last; n += 1) expect(keys.has(`k${n}`)).toBe(true);
    expect(readFileSync(path()).length).toBeGreaterThan(0);
  });
});
