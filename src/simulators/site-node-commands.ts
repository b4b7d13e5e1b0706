import { estopStates } from '#platform/serial/node-protocol.ts';
import { estopDeeds } from './estop-circuit.ts';
import type { NodeSimulator } from './node-simulator.ts';
import {
  chosen,
  inRange,
  portWord,
  type SiteCommand,
  SiteCommandError,
  type SiteContext,
  uidWord,
} from './site-words.ts';

const estopWords = [...estopStates, ...estopDeeds] as const;
const ADDRESS = /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/u;
const FAULT = /^[\w.-]{1,32}$/u;
const LONGEST_NAME = 64;
const LONGEST_FAULT = 200;

const levelText = (levels: readonly boolean[]): string =>
  levels.map((level, number) => `${number} ${level ? 'high' : 'low'}`).join(', ') || 'none';

/** Terminals, transfers and whatever else a node knows beside its ports, in a few words. */
export function nodeDetails(device: NodeSimulator): string {
  const parts = [`ports ${device.ports.join(' ')}`, `e-stop ${device.estop}`];
  if (device.alone) parts.push('alone');
  if (device.buffered > 0) parts.push(`own log ${device.buffered}`);
  for (const port of device.ports.keys()) {
    const shown = device.display(port);
    if (shown) parts.push(`display ${port} “${shown.text}”`);
  }
  return parts.join(', ');
}

/** What happens at a node and to it. */
export function nodeCommands({ node }: SiteContext): Record<string, SiteCommand> {
  function estop([name, word]: readonly string[]): string {
    const device = node(name);
    const { circuit } = device;
    const what = chosen(word, estopWords, circuit.state === 'normal' ? 'tripped' : 'normal');
    const deed = estopDeeds.find((known) => known === what);
    if (deed && !circuit.act(deed)) {
      throw new SiteCommandError(
        `${device.name}: the hardware allows no “${deed}” while it is ${circuit.state}.`,
      );
    }
    const state = estopStates.find((known) => known === what);
    if (state) circuit.set(state);
    return `${device.name}: emergency stop ${circuit.state}`;
  }

  function io([name, numberText, levelWord]: readonly string[]): string {
    const device = node(name);
    if (numberText === undefined) {
      return `${device.name}: inputs ${levelText(device.inputs)}; outputs ${levelText(device.outputs)}`;
    }
    const number = Number(numberText);
    const level = chosen(levelWord, ['high', 'low'], device.inputs[number] ? 'low' : 'high');
    inRange(() => device.input(number, level === 'high'));
    return `${device.name}: input ${number} is ${level}`;
  }

  function fault([name, code, ...message]: readonly string[]): string {
    const device = node(name);
    if (!code || !FAULT.test(code)) {
      throw new SiteCommandError('Give the fault as one short word, for example relay-feedback.');
    }
    const over = message[0] === 'over';
    const text = message.join(' ').slice(0, LONGEST_FAULT) || code;
    device.fault(code, over ? '' : text, !over);
    return over ? `${device.name}: ${code} is over` : `${device.name} reported ${code}`;
  }

  function bluetooth([name, addressWord = '', ...rest]: readonly string[]): string {
    const device = node(name);
    const address = addressWord.toUpperCase();
    if (!ADDRESS.test(address)) {
      throw new SiteCommandError('Give the address as AA:BB:CC:DD:EE:FF.');
    }
    const connected = rest[0] !== 'lost';
    const called = rest.join(' ').slice(0, LONGEST_NAME);
    const label = connected && called ? called : null;
    device.bluetooth({
      address,
      name: label,
      kind: null,
      connected,
      rssi: connected ? -60 : null,
    });
    return `${device.name} ${connected ? 'sees' : 'lost'} ${address}`;
  }

  function firmware([name]: readonly string[]): string {
    const device = node(name);
    const { version, transfer, installing } = device.firmware;
    if (!transfer) return `${device.name} runs ${version}`;
    const { received, size } = transfer;
    const how = installing ? 'installing' : `${received} of ${size} bytes`;
    return `${device.name} runs ${version}; ${transfer.version}: ${how}`;
  }

  return {
    activity: {
      usage: 'activity <node> [port]',
      does: 'reports that the machine is being used',
      run([name, port]) {
        const device = node(name);
        device.activity(portWord(port));
        return `${device.name} reported activity`;
      },
    },
    'offline-badge': {
      usage: 'offline-badge <node> <uid> [port]',
      does: 'lets the node decide upon a badge by itself, as without a console',
      run([name, uid, port]) {
        const device = node(name);
        device.badgeAlone(uidWord(uid), portWord(port));
        return `${device.name} decided by itself: ports ${device.ports.join(' ')}`;
      },
    },
    estop: {
      usage: `estop <node> [${estopDeeds.join('|')}|${estopStates.join('|')}]`,
      does: 'works the emergency stop as hardware allows, or sets its state by hand',
      run: estop,
    },
    io: {
      usage: 'io <node> [input] [high|low]',
      does: 'changes the level of an input, or shows all terminals',
      run: io,
    },
    fault: {
      usage: 'fault <node> <code> [over|message…]',
      does: 'reports a fault of the node itself, or that it is over',
      run: fault,
    },
    bt: {
      usage: 'bt <node> <address> [lost|name…]',
      does: 'lets the node see a Bluetooth device, or lose it',
      run: bluetooth,
    },
    fwinfo: {
      usage: 'fwinfo <node>',
      does: 'shows the firmware that runs and the one that is being sent',
      run: firmware,
    },
  };
}
