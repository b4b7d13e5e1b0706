import type { Clock } from '#platform/clock/clock.ts';
import { type DeviceServer, type ListenAddress, startDeviceServer } from './device-server.ts';
import { type MischievousWire, mischievousWire } from './frame-mischief.ts';
import { throughUart } from './uart.ts';

/** Speeds at the two ends of a cable, in bits a second. */
export interface CableSpeeds {
  readonly device: number;
  readonly host: number;
}

/** Everything that can be wrong with a device's cable, and with how it talks. */
export interface CableFaults extends Pick<MischievousWire, 'spoilNext' | 'spoilOften' | 'slow'> {
  readonly silent: boolean;
  /** Stops or resumes talking; nothing is answered meanwhile. */
  silence(silent: boolean): void;
  /** Sets the speeds of both ends; bytes are garbled while they differ. */
  setSpeeds(speeds: CableSpeeds): void;
}

/** The cable of a device, with a UART at each end. */
export interface DeviceCable {
  readonly server: DeviceServer;
  readonly faults: CableFaults;
  /** Sends a frame, unless the device is silent, as spoilt as it was told to be. */
  send(frame: Uint8Array): void;
  /** Sends bytes that are no frame, whatever the device is told. */
  sendRaw(bytes: Uint8Array): void;
}

/** What a cable needs. */
export interface DeviceCableOptions {
  readonly listen: ListenAddress;
  readonly clock: Clock;
  /** The same at both ends, unless given. */
  readonly speeds?: CableSpeeds;
  /** A host connected. */
  onConnect?(): void;
  onData(bytes: Uint8Array): void;
}

const pass = (bytes: Uint8Array, sendBaud: number, receiveBaud: number): Uint8Array =>
  sendBaud === receiveBaud ? bytes : throughUart(bytes, { sendBaud, receiveBaud });

/** The first half of a frame. */
export const halfOf = (frame: Uint8Array): Uint8Array => frame.slice(0, frame.length / 2);

/** Lays a cable. Rejects when the port is taken. */
export async function startDeviceCable(options: DeviceCableOptions): Promise<DeviceCable> {
  const { listen, clock, onConnect, onData } = options;
  let { device, host } = options.speeds ?? { device: 1, host: 1 };
  let silent = false;
  const server = await startDeviceServer(listen, {
    ...(onConnect ? { onConnect } : {}),
    onData: (bytes) => onData(pass(bytes, host, device)),
  });
  const sendRaw = (bytes: Uint8Array): void => server.send(pass(bytes, device, host));
  const wire = mischievousWire(clock, sendRaw);

  return {
    server,
    faults: {
      spoilNext: wire.spoilNext,
      spoilOften: wire.spoilOften,
      slow: wire.slow,
      get silent() {
        return silent;
      },
      silence(next) {
        silent = next;
      },
      setSpeeds(next) {
        ({ device, host } = next);
      },
    },
    send(frame) {
      if (!silent) wire.pass(frame);
    },
    sendRaw,
  };
}
