import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { serveLines, startControlChannel } from './control-channel.ts';
import { siteCommands } from './site-commands.ts';
import { readSiteDescription, siteSchema } from './site-description.ts';
import { startSiteSimulator } from './site-simulator.ts';

const description = siteSchema.parse({
  readers: [{ name: 'gate', port: 0 }],
  nodes: [
    { name: 'N01', port: 0, ports: 2, inputs: 2, outputs: 1, estop: 'hall' },
    { name: 'N02', port: 0, estop: 'hall' },
  ],
});

async function setUp() {
  const stack = new AsyncDisposableStack();
  const clock = fakeClock();
  const site = stack.use(await startSiteSimulator(description, clock));
  const run = stack.use(siteCommands(site, clock));
  return { clock, site, run, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('the commands of a simulated site', () => {
  it('lists devices with their endpoints and states', async () => {
    await using setup = await setUp();
    const status = await setup.run('status');
    expect(status).toMatch(/gate {2}reader {2}tcp:\/\/127\.0\.0\.1:\d+ {2}plugged, 0 connected/u);
    expect(status).toContain('ports locked locked, e-stop normal');
  });

  it('pulls a cable for a while and plugs it into the same port again', async () => {
    await using setup = await setUp();
    const server = setup.site.devices.get('gate')?.device.server;
    const port = server?.port;
    expect(await setup.run('pull gate 2')).toBe('gate is pulled for 2 s');
    expect(server?.plugged).toBe(false);
    await setup.clock.advance(2000);
    expect(server?.plugged).toBe(true);
    await setup.run('pull gate');
    await setup.run('plug gate');
    expect(server?.port).toBe(port);
  });

  it('trips and sets back an emergency stop, and starts a node anew', async () => {
    await using setup = await setUp();
    expect(await setup.run('estop N01')).toBe('N01: emergency stop tripped');
    expect(await setup.run('estop N01 released')).toBe('N01: emergency stop released');
    expect(await setup.run('estop N01')).toBe('N01: emergency stop normal');
    expect(await setup.run('reset N01 brown-out')).toBe('N01 started anew');
  });

  it('lets a node be silent for a while', async () => {
    await using setup = await setUp();
    await setup.run('silence N01 5');
    expect(await setup.run('status')).toContain('silent');
    await setup.clock.advance(5000);
    expect(await setup.run('status')).not.toContain('silent');
  });

  it.each([
    ['jump', 'There is no command “jump”'],
    ['toString', 'There is no command “toString”'],
    ['badge', 'Give the badge number'],
    ['badge gate xyz', 'Give the badge number'],
    ['badge gate 04A1', 'five bytes'],
    ['badge N01 04A1B2C3 16', 'from 0 to 15'],
    ['badge door 0100112233', 'There are: gate, N01, N02'],
    ['noise gate many', 'Bytes must be a number'],
    ['reset gate', 'gate is a reader'],
    ['estop N01 pressed', 'not one of normal, tripped, released, test, press'],
    ['estop N01 release', 'the hardware allows no “release” while it is normal'],
    ['io N01 2 high', 'There is no input 2; the node has 2'],
    ['io N01 0 up', 'not one of high, low'],
    ['fault N01', 'one short word'],
    ['bt N01 AA:BB', 'AA:BB:CC:DD:EE:FF'],
    ['spoil N01 eat', 'not one of duplicate, swap, drop, corrupt, off'],
    ['spoil N01 drop 2', 'The chance must be a number above 0 and up to 1'],
    ['offline-badge N01 xyz', 'Give the badge number'],
  ])('says what is wrong with “%s”', async (line, problem) => {
    await using setup = await setUp();
    await expect(setup.run(line)).rejects.toThrow(problem);
  });

  it('works an emergency stop that two nodes share as its hardware allows', async () => {
    await using setup = await setUp();
    expect(await setup.run('estop N01 press')).toBe('N01: emergency stop tripped');
    expect(await setup.run('estop N02 release')).toBe('N02: emergency stop released');
    expect(await setup.run('status')).toMatch(/N01 .*e-stop released/u);
    expect(await setup.run('estop N01 reset')).toBe('N01: emergency stop normal');
  });

  it('changes terminals and shows them', async () => {
    await using setup = await setUp();
    expect(await setup.run('io N01 1')).toBe('N01: input 1 is high');
    expect(await setup.run('io N01')).toBe('N01: inputs 0 low, 1 high; outputs 0 low');
  });

  it('spoils, slows and garbles what a node sends, and makes it good again', async () => {
    await using setup = await setUp();
    expect(await setup.run('spoil N01 corrupt')).toBe('N01 will corrupt its next frame');
    expect(await setup.run('spoil N01 drop 0.5 7')).toBe(
      'N01 will drop frames with a chance of 0.5',
    );
    expect(await setup.run('spoil N01 off')).toBe('N01 sends good frames');
    expect(await setup.run('slow N01 300')).toBe('N01 answers 300 ms late');
    expect(await setup.run('slow N01')).toBe('N01 answers at once');
    expect(await setup.run('baud N01 9600')).toBe('N01 talks at 9600 bit/s, the host at 115200');
    expect(await setup.run('baud N01')).toBe('N01 talks at 115200 bit/s, as the host');
    expect(await setup.run('spoil gate duplicate')).toBe('gate will duplicate its next frame');
    expect(await setup.run('baud gate 19200')).toBe('gate talks at 19200 bit/s, the host at 9600');
    expect(await setup.run('silence gate')).toBe('gate is silent until “silence gate”');
    expect(await setup.run('status')).toMatch(/gate .*, silent$/mu);
    expect(await setup.run('reset-loop N01 3')).toContain('every 3 s');
    expect(await setup.run('reset-loop N01 off')).toBe('N01 stays up');
  });

  it('pulls a cable in the middle of a frame', async () => {
    await using setup = await setUp();
    const server = setup.site.devices.get('N01')?.device.server;
    expect(await setup.run('half-frame N01 4')).toContain('pulled for 4 s');
    await setup.clock.advance(100);
    expect(server?.plugged).toBe(false);
    await setup.clock.advance(4000);
    await vi.waitUntil(() => server?.plugged);
  });

  it('lets a node alone decide, and says so', async () => {
    await using setup = await setUp();
    expect(await setup.run('offline-badge N01 04A1B2C3')).toBe(
      'N01 decided by itself: ports locked locked',
    );
    expect(await setup.run('clock-lost N01')).toBe('N01 lost the time');
    expect(await setup.run('status')).toContain('own log 1');
    expect(await setup.run('fwinfo N01')).toBe('N01 runs sim-1.0.0');
    expect(await setup.run('fault N01 relay-feedback stuck at 24 V')).toContain('reported');
    expect(await setup.run('fault N01 relay-feedback over')).toContain('is over');
    expect(await setup.run('bt N01 aa:bb:cc:dd:ee:ff Drill')).toBe('N01 sees AA:BB:CC:DD:EE:FF');
  });

  it('names every command in its help and in the README', async () => {
    await using setup = await setUp();
    const verbs = (await setup.run('help')).split('\n').map((line) => line.split(' ')[0] ?? '');
    const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
    const missing = verbs.filter((verb) => !readme.includes(`\`${verb}\``));
    expect(verbs).toContain('offline-badge');
    expect(missing).toEqual([]);
  });
});

describe('the control channel', () => {
  it('answers each line with ok or an error', async () => {
    await using setup = await setUp();
    const output = new PassThrough();
    const input = new PassThrough();
    input.end('badge gate 0100112233\n\nbadge gate\n');
    await serveLines(input, output, setup.run);
    output.end();
    const lines = (await text(output)).trimEnd().split('\n');
    expect(lines).toEqual([
      'gate read 0100112233; nobody is connected',
      'ok',
      expect.stringMatching(/^error Give the badge number/u),
    ]);
  });

  it('takes the same lines over TCP on loopback', async () => {
    await using setup = await setUp();
    await using channel = await startControlChannel(0, setup.run);
    const socket = connect(channel.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('plug N01\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toBe('N01 is plugged in\nok\n');
    socket.destroy();
  });
});

async function readText(content: string) {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-site-'));
  const path = join(folder, 'site.json');
  await writeFile(path, content);
  try {
    return await readSiteDescription(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the description of a site', () => {
  it('is read from a file with its defaults filled in', async () => {
    expect(await readText('{"readers":[{"name":"gate","port":7501}]}')).toEqual({
      readers: [{ name: 'gate', profile: 'rdm6300', host: '127.0.0.1', port: 7501 }],
      nodes: [],
      people: [],
    });
  });

  it.each([
    ['{', 'cannot be read'],
    ['{"readers":[{"name":"gate"}]}', 'readers[0].port'],
    ['{"readers":[{"name":"a","port":1}],"nodes":[{"name":"a","port":2}]}', 'same name'],
    ['{"doors":[]}', 'doors'],
  ])('says what is wrong with %s', async (content, problem) => {
    await expect(readText(content)).rejects.toThrow(problem);
  });

  it('leaves nothing running when one device cannot listen', async () => {
    const clock = fakeClock();
    await using taken = await startSiteSimulator(description, clock);
    const port = taken.devices.get('gate')?.device.server.port ?? 0;
    const clash = siteSchema.parse({
      readers: [{ name: 'a', port: 0 }],
      nodes: [{ name: 'b', port }],
    });
    await expect(startSiteSimulator(clash, clock)).rejects.toThrow('EADDRINUSE');
  });
});
