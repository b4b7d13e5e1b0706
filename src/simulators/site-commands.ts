import type { Clock } from '#platform/clock/clock.ts';
import { cableCommands } from './site-cable-commands.ts';
import { nodeCommands, nodeDetails } from './site-node-commands.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';
import {
  finder,
  inRange,
  portWord,
  type SiteCommand,
  SiteCommandError,
  uidWord,
} from './site-words.ts';

/** Runs one line of the control channel and resolves with the answer. */
export type RunCommand = (line: string) => Promise<string>;

function statusLine({ device, endpoints }: SiteDevice): string {
  const { name, kind, server } = device;
  const cable = server.plugged ? `plugged, ${server.connections} connected` : 'pulled';
  const state =
    device.kind === 'reader'
      ? `${device.profile}, badge ${device.badge ?? 'none'}`
      : nodeDetails(device);
  const silent = device.faults.silent ? ', silent' : '';
  return `${name}  ${kind}  ${endpoints().join(' ')}  ${cable}  ${state}${silent}`;
}

/** Timers that end with the site. */
function timerSet(clock: Clock) {
  const timers = new Set<Disposable>();
  return {
    later(seconds: number, action: () => void): void {
      const timer = clock.after(seconds * 1000, () => {
        timers.delete(timer);
        action();
      });
      timers.add(timer);
    },
    [Symbol.dispose]() {
      for (const timer of timers) timer[Symbol.dispose]();
    },
  };
}

/** The command interpreter of a site. */
export function siteCommands(site: SiteSimulator, clock: Clock): RunCommand & Disposable {
  const find = finder(site);
  const timers = timerSet(clock);
  const context = { ...find, later: timers.later };

  function badge([name, uidText, port]: readonly string[]): string {
    const uid = uidWord(uidText);
    const { device } = find.any(name);
    inRange(() => {
      if (device.kind === 'reader') device.tap(uid);
      else device.badge(uid, portWord(port));
    });
    return device.server.connections > 0
      ? `${device.name} read ${uid}`
      : `${device.name} read ${uid}; nobody is connected`;
  }

  const commands: Record<string, SiteCommand> = {
    badge: {
      usage: 'badge <device> <uid> [port]',
      does: 'presents a badge at a reader, or at a port of a node',
      run: badge,
    },
    ...nodeCommands(context),
    ...cableCommands(context),
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

  return Object.assign(run, { [Symbol.dispose]: timers[Symbol.dispose] });
}
