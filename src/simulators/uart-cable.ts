import { type DeviceServer, type ListenAddress, startDeviceServer } from './device-server.ts';
import { throughUart } from './uart.ts';

/** Speeds at the two ends of a cable, in bits a second. */
export interface CableSpeeds {
  readonly device: number;
  readonly host: number;
}

/** The cable of a device, with a UART at each end. */
export interface UartCable {
  readonly server: DeviceServer;
  send(bytes: Uint8Array): void;
  /** Sets the speeds of both ends; bytes are garbled while they differ. */
  setSpeeds(speeds: CableSpeeds): void;
}

/** What a device does with its cable. */
export interface CableHandlers {
  onConnect?(): void;
  onData(bytes: Uint8Array): void;
}

const pass = (bytes: Uint8Array, sendBaud: number, receiveBaud: number): Uint8Array =>
  sendBaud === receiveBaud ? bytes : throughUart(bytes, { sendBaud, receiveBaud });

/** Lays a cable whose ends have the same speed, unless given. Rejects when the port is taken. */
export async function startUartCable(
  listen: ListenAddress,
  handlers: CableHandlers,
  speeds: CableSpeeds = { device: 1, host: 1 },
): Promise<UartCable> {
  let { device, host } = speeds;
  const server = await startDeviceServer(listen, {
    ...(handlers.onConnect ? { onConnect: handlers.onConnect } : {}),
    onData: (bytes) => handlers.onData(pass(bytes, host, device)),
  });
  return {
    server,
    send: (bytes) => server.send(pass(bytes, device, host)),
    setSpeeds(next) {
      ({ device, host } = next);
    },
  };
}
