import { cloneCodec } from './clone-codec.ts';
import { asElectron, type Shared, standInFor } from './unimplemented.ts';

/** A message on its way: its described value and the ports that travel with it. */
export interface Envelope {
  readonly body: string;
  readonly ports: readonly MessagePortMain[];
}

/** The far end of a port: another port of this process, or one in a page. */
export interface PortEnd {
  /** Takes a message from the near end. */
  deliver(envelope: Envelope): void;
  /** The near end is closed. */
  disconnect(): void;
  /** The near end has moved; from now on `end` is it. */
  repeer(end: PortEnd): void;
}

/** Stands in for Electron's MessagePortMain: queues until started, and can be transferred. */
export class MessagePortMain extends standInFor('MessagePortMain') implements PortEnd {
  #peer: PortEnd | null = null;
  #queue: Envelope[] = [];
  #started = false;
  #scheduled = false;
  #neutered = false;

  /** Sends a message, with ports that this process no longer owns afterwards. */
  postMessage(message: unknown, transfer: readonly Electron.MessagePortMain[] = []): void {
    const ports = transfer as unknown as readonly MessagePortMain[];
    if (ports.includes(this)) throw new Error('Port at index 0 contains the source port.');
    const body = cloneCodec.encode(message);
    this.#peer?.deliver({ body, ports });
  }

  /** Starts delivering what has queued. */
  start(): void {
    this.#started = true;
    this.#schedule();
  }

  /** Disconnects both ends. */
  close(): void {
    const peer = this.#peer;
    this.#peer = null;
    peer?.disconnect();
  }

  deliver(envelope: Envelope): void {
    this.#queue.push(envelope);
    this.#schedule();
  }

  disconnect(): void {
    this.#peer = null;
    setImmediate(() => this.emit('close'));
  }

  repeer(end: PortEnd): void {
    this.#peer = end;
  }

  /** Gives this port's place to `end`, which takes over the peer and whatever is queued. */
  moveTo(end: PortEnd): void {
    if (this.#neutered) throw new Error('A MessagePort can be transferred only once.');
    this.#neutered = true;
    const peer = this.#peer;
    this.#peer = null;
    if (peer) {
      peer.repeer(end);
      end.repeer(peer);
    } else end.disconnect();
    for (const envelope of this.#queue.splice(0)) end.deliver(envelope);
  }

  #schedule(): void {
    if (!this.#started || this.#scheduled || this.#queue.length === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      for (const { body, ports } of this.#queue.splice(0)) {
        this.emit('message', { data: cloneCodec.decode(body), ports: receivePorts(ports) });
      }
    });
  }
}

/** What a receiver in this process gets for ports sent to it: fresh objects in their place. */
function receivePorts(ports: readonly MessagePortMain[]): MessagePortMain[] {
  return ports.map((port) => {
    const received = new MessagePortMain();
    port.moveTo(received);
    return received;
  });
}

/** Stands in for Electron's MessageChannelMain: two entangled ports. */
export class MessageChannelMain {
  readonly port1: Electron.MessagePortMain;
  readonly port2: Electron.MessagePortMain;

  constructor() {
    const [one, two] = [new MessagePortMain(), new MessagePortMain()];
    one.repeer(two);
    two.repeer(one);
    this.port1 = asElectron(one);
    this.port2 = asElectron(two);
  }
}

({}) as MessagePortMain satisfies Shared<MessagePortMain, Electron.MessagePortMain>;
