import { resetReasons } from '#platform/serial/node-protocol.ts';
import { frameMischiefs } from './frame-mischief.ts';
import { seededRandom } from './seeded-random.ts';
import {
  chosen,
  numberWord,
  inRange,
  secondsWord,
  type SiteCommand,
  type SiteContext,
} from './site-words.ts';

const MAX_NOISE = 65_536;
const DEFAULT_NOISE = 64;
const MAX_BAUD = 1_000_000;
const MAX_DELAY_MS = 10_000;
/** Speed to which the host's port is set. Bits a second. */
const HOST_BAUD = { node: 115_200, reader: 9600 } as const;
/** Longer than half a frame takes to arrive, in seconds. */
const HALF_FRAME_S = 0.05;

/** What happens to cables and to what goes over them. */
export function cableCommands({ any, node, later }: SiteContext): Record<string, SiteCommand> {
  async function pull([name, word]: readonly string[]): Promise<string> {
    const wired = any(name);
    await wired.pull();
    if (word === undefined) return `${name} is pulled until “plug ${name}”`;
    const seconds = secondsWord(word, 1);
    later(seconds, () => void wired.plug());
    return `${name} is pulled for ${seconds} s`;
  }

  function halfFrame([name, word]: readonly string[]): string {
    const wired = any(name);
    const seconds = secondsWord(word, 2);
    inRange(() => wired.device.halfFrame());
    later(HALF_FRAME_S, () => void wired.pull());
    later(HALF_FRAME_S + seconds, () => void wired.plug());
    return `${name} sent half a frame, and is pulled for ${seconds} s`;
  }

  function silence([name, word]: readonly string[]): string {
    const { device } = any(name);
    if (device.faults.silent && word === undefined) {
      device.faults.silence(false);
      return `${device.name} speaks again`;
    }
    device.faults.silence(true);
    if (word === undefined) return `${device.name} is silent until “silence ${device.name}”`;
    const seconds = secondsWord(word, 1);
    later(seconds, () => device.faults.silence(false));
    return `${device.name} is silent for ${seconds} s`;
  }

  function spoil([name, what, chanceWord, seedWord]: readonly string[]): string {
    const { device } = any(name);
    const mischief = chosen(what, [...frameMischiefs, 'off'], 'corrupt');
    if (mischief === 'off') {
      device.faults.spoilOften(null);
      return `${device.name} sends good frames`;
    }
    if (chanceWord === undefined) {
      device.faults.spoilNext(mischief);
      return `${device.name} will ${mischief} its next frame`;
    }
    const chance = numberWord(chanceWord, 'The chance', 1, 1);
    const seed = numberWord(seedWord, 'The seed', 1, 2 ** 31);
    device.faults.spoilOften({ mischief, chance, random: seededRandom(seed) });
    return `${device.name} will ${mischief} frames with a chance of ${chance}`;
  }

  function baud([name, word]: readonly string[]): string {
    const { device } = any(name);
    const host = HOST_BAUD[device.kind];
    const speed = numberWord(word, 'The speed', host, MAX_BAUD);
    device.faults.setSpeeds({ device: speed, host });
    const good = speed === host ? 'as the host' : `the host at ${host}`;
    return `${device.name} talks at ${speed} bit/s, ${good}`;
  }

  function slow([name, word]: readonly string[]): string {
    const { device } = any(name);
    if (word === undefined) {
      device.faults.slow(0);
      return `${device.name} answers at once`;
    }
    const ms = numberWord(word, 'Milliseconds', 1, MAX_DELAY_MS);
    device.faults.slow(ms);
    return `${device.name} answers ${ms} ms late`;
  }

  function resetLoop([name, word]: readonly string[]): string {
    const device = node(name);
    if (word === 'off') {
      device.resetLoop(null);
      return `${device.name} stays up`;
    }
    const seconds = secondsWord(word, 5);
    device.resetLoop(seconds * 1000);
    return `${device.name} starts anew every ${seconds} s until “reset-loop ${device.name} off”`;
  }

  return {
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
    'half-frame': {
      usage: 'half-frame <device> [seconds]',
      does: 'pulls the cable in the middle of a frame, for 2 s unless told',
      run: halfFrame,
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
    baud: {
      usage: 'baud <device> [bit/s]',
      does: 'sets the device to another speed than the host; the right one unless told',
      run: baud,
    },
    spoil: {
      usage: `spoil <device> [${frameMischiefs.join('|')}|off] [chance] [seed]`,
      does: 'spoils the next frame, or each with a chance from 0 to 1',
      run: spoil,
    },
    slow: {
      usage: 'slow <device> [milliseconds]',
      does: 'lets every frame come late; at once unless told',
      run: slow,
    },
    silence: {
      usage: 'silence <device> [seconds]',
      does: 'stops or resumes talking',
      run: silence,
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
    'reset-loop': {
      usage: 'reset-loop <node> [seconds|off]',
      does: 'starts the node anew again and again, every 5 s unless told',
      run: resetLoop,
    },
    'clock-lost': {
      usage: 'clock-lost <node>',
      does: 'lets the node forget how long ago its log was written',
      run([name]) {
        const device = node(name);
        device.loseTime();
        return `${device.name} lost the time`;
      },
    },
  };
}
