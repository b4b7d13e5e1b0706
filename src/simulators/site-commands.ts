import type { Clock } from '#platform/clock/clock.ts';
import { fromHex } from '#platform/serial/hex.ts';
import { type EstopState, estopStates, resetReasons } from '#platform/serial/node-protocol.ts';
import type { NodeSimulator } from './node-simulator.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';

/** A line from a person or a test was not understood; the message says what would be. */
export class SiteCommandError extends Error {
  override readonly name = 'SiteCommandError';
  readonly code = 'BAD_COMMAND';
}

/** Runs one line of the control channel and resolves with the answer. */
export type RunCommand = (line: string) => Promise<string>;

interface CommandHelp {
  readonly usage: string;
  readonly does: string;
  run(words: readonly string[]): Promise<string> | string;
}

const MAX_NOISE = 65_536;
const DEFAULT_NOISE = 64;
const MAX_NODE_PORTS = 16;
const MAX_SECONDS = 86_400;

function numberWord(
  word: string | undefined,
  what: string,
  fallback: number,
  most: number,
): number {
  if (word === undefined) return fallback;
  const value = Number(word);
  if (!Number.isFinite(value) || value <= 0 || value > most) {
    throw new SiteCommandError(
      `${what} must be a number above 0 and up to ${most}, not “${word}”.`,
    );
  }
  return value;
}

function portWord(word: string | undefined): number {
  if (word === undefined) return 0;
  if (!/^\d{1,2}$/u.test(word) || Number(word) >= MAX_NODE_PORTS) {
    throw new SiteCommandError(`A port is from 0 to ${MAX_NODE_PORTS - 1}, not “${word}”.`);
  }
  return Number(word);
}

function chosen<const T extends string>(
  word: string | undefined,
  words: readonly T[],
  fallback: T,
): T {
  if (word === undefined) return fallback;
  const found = words.find((known) => known === word);
  if (!found) throw new SiteCommandError(`“${word}” is not one of ${words.join(', ')}.`);
  return found;
}

function statusLine({ device, endpoints }: SiteDevice): string {
  const { name, kind, server } = device;
  const cable = server.plugged ? `plugged, ${server.connections} connected` : 'pulled';
  const state =
    device.kind === 'reader'
      ? `${device.profile}, badge ${device.badge ?? 'none'}`
      : `ports ${device.ports.join(' ')}, e-stop ${device.estop}${device.silent ? ', silent' : ''}`;
  return `${name}  ${kind}  ${endpoints().join(' ')}  ${cable}  ${state}`;
}

/** Finds devices by the names people type. */
function finder(site: SiteSimulator) {
  function any(name: string | undefined): SiteDevice {
    const found = name === undefined ? undefined : site.devices.get(name);
    if (found) return found;
    const known = [...site.devices.keys()].join(', ');
    throw new SiteCommandError(
      `There is no device “${name ?? ''}”. There are: ${known || 'none'}.`,
    );
  }

  function node(name: string | undefined): NodeSimulator {
    const { device } = any(name);
    if (device.kind === 'node') return device;
    throw new SiteCommandError(`${device.name} is a reader; this takes a node.`);
  }

  return { any, node };
}

function requireUid(uid: string | undefined): string {
  if (uid && fromHex(uid)) return uid;
  throw new SiteCommandError(
    'Give the badge number as pairs of hexadecimal digits, for example 0100112233.',
  );
}

/** The command interpreter of a site. */
export function siteCommands(site: SiteSimulator, clock: Clock): RunCommand & Disposable {
  const { any, node } = finder(site);
  const timers = new Set<Disposable>();

  function later(seconds: number, action: () => void): void {
    const timer = clock.after(seconds * 1000, () => {
      timers.delete(timer);
      action();
    });
    timers.add(timer);
  }

  function badge([name, uidWord, port]: readonly string[]): string {
    const uid = requireUid(uidWord);
    const { device } = any(name);
    try {
      if (device.kind === 'reader') device.tap(uid);
      else device.badge(uid, portWord(port));
    } catch (error) {
      if (error instanceof RangeError) throw new SiteCommandError(error.message, { cause: error });
      throw error;
    }
    return device.server.connections > 0
      ? `${device.name} read ${uid}`
      : `${device.name} read ${uid}; nobody is connected`;
  }

  async function pull([name, secondsWord]: readonly string[]): Promise<string> {
    const wired = any(name);
    await wired.pull();
    if (secondsWord === undefined) return `${name} is pulled until “plug ${name}”`;
    const seconds = numberWord(secondsWord, 'Seconds', 1, MAX_SECONDS);
    later(seconds, () => void wired.plug());
    return `${name} is pulled for ${seconds} s`;
  }

  function silence([name, secondsWord]: readonly string[]): string {
    const device = node(name);
    if (device.silent && secondsWord === undefined) {
      device.silence(false);
      return `${device.name} speaks again`;
    }
    device.silence(true);
    if (secondsWord === undefined) return `${device.name} is silent until “silence ${device.name}”`;
    const seconds = numberWord(secondsWord, 'Seconds', 1, MAX_SECONDS);
    later(seconds, () => device.silence(false));
    return `${device.name} is silent for ${seconds} s`;
  }

  function estop([name, stateWord]: readonly string[]): string {
    const device = node(name);
    const fallback: EstopState = device.estop === 'normal' ? 'tripped' : 'normal';
    device.setEstop(chosen(stateWord, estopStates, fallback));
    return `${device.name}: emergency stop ${device.estop}`;
  }

  const commands: Record<string, CommandHelp> = {
    badge: {
      usage: 'badge <device> <uid> [port]',
      does: 'presents a badge at a reader, or at a port of a node',
      run: badge,
    },
    pull: {
      usage: 'pull <device> [seconds]',
      does: 'pulls the cable, for good or for a while',
      run: pull,
    },
    plug: {
      usage: 'plug <device>',
      does: 'plugs the cable in again',
      async run([name]) {
        await any(name).plug();
        return `${name} is plugged in`;
      },
    },
    noise: {
      usage: 'noise <device> [bytes]',
      does: `sends random bytes, ${DEFAULT_NOISE} unless told`,
      run([name, countWord]) {
        const { device } = any(name);
        const count = Math.ceil(numberWord(countWord, 'Bytes', DEFAULT_NOISE, MAX_NOISE));
        device.noise(count);
        return `${device.name} sent ${count} bytes of noise`;
      },
    },
    silence: { usage: 'silence <node> [seconds]', does: 'stops or resumes talking', run: silence },
    activity: {
      usage: 'activity <node> [port]',
      does: 'reports that the machine is being used',
      run([name, port]) {
        const device = node(name);
        device.activity(portWord(port));
        return `${device.name} reported activity`;
      },
    },
    estop: {
      usage: `estop <node> [${estopStates.join('|')}]`,
      does: 'trips the emergency stop, or sets it back by hand',
      run: estop,
    },
    reset: {
      usage: 'reset <node> [reason]',
      does: `starts the node anew: ${resetReasons.join(', ')}`,
      run([name, reasonWord]) {
        const device = node(name);
        device.reset(chosen(reasonWord, resetReasons, 'power-on'));
        return `${device.name} started anew`;
      },
    },
    status: {
      usage: 'status',
      does: 'lists the devices',
      run: () => [...site.devices.values()].map(statusLine).join('\n'),
    },
    help: { usage: 'help', does: 'shows this', run: () => help() },
  };

  function help(): string {
    const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
    return Object.values(commands)
      .map(({ usage, does }) => `${usage.padEnd(width)}  ${does}`)
      .join('\n');
  }

  async function run(line: string): Promise<string> {
    const [verb = '', ...words] = line.trim().split(/\s+/u);
    const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
    if (!command) throw new SiteCommandError(`There is no command “${verb}”. Try “help”.`);
    return command.run(words);
  }

  return Object.assign(run, {
    [Symbol.dispose]() {
      for (const timer of timers) timer[Symbol.dispose]();
    },
  });
}
