import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '#platform/clock/fake-clock.ts';
import { serveLines, startControlChannel } from './control-channel.ts';
import { siteCommands } from './site-commands.ts';
import { readSiteDescription, siteSchema } from './site-description.ts';
import { startSiteSimulator } from './site-simulator.ts';

const description = siteSchema.parse({
  readers: [{ name: 'gate', port: 0 }],
  nodes: [{ name: 'N01', port: 0, ports: 2 }],
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
    ['badge door 0100112233', 'There are: gate, N01'],
    ['noise gate many', 'Bytes must be a number'],
    ['silence gate', 'gate is a reader'],
    ['estop N01 pressed', 'not one of normal, tripped, released, test'],
  ])('says what is wrong with “%s”', async (line, problem) => {
    await using setup = await setUp();
    await expect(setup.run(line)).rejects.toThrow(problem);
  });

  it('names every command in its help', async () => {
    await using setup = await setUp();
    const help = await setup.run('help');
    for (const verb of ['badge', 'pull', 'plug', 'noise', 'silence', 'estop', 'status', 'help']) {
      expect(help).toMatch(new RegExp(`^${verb}\\b`, 'mu'));
    }
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
