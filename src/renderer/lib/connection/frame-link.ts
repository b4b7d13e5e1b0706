import type { ClientContext } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { FRAME_SEPARATOR, MAX_MESSAGE_SIZE } from '#contract/wire.ts';
import { InputTooLarge } from './errors.ts';
import type { OpenLink } from './transport.ts';

/** What a channel does for the calls above it. */
export interface FrameChannel {
  send(text: string): void;
  close(): void;
}

/** A channel's link, and how the channel feeds it. */
export interface FrameLink {
  readonly opened: OpenLink;
  /** Takes one frame from the core: messages joined by {@link FRAME_SEPARATOR}, or none. */
  receive(frame: string): void;
  /** Says that the channel is gone. */
  lost(reason: string): void;
}

type WireSocket = ConstructorParameters<typeof RPCLink>[0]['websocket'];
type Listener = (event: { readonly data: string }) => void;

/** The same calls over every channel: the library sees a WebSocket that speaks single messages. */
export function frameLink(channel: FrameChannel): FrameLink {
  const ended = new AbortController();
  const listeners: Listener[] = [];
  const websocket = {
    readyState: 1,
    send(text: string) {
      if (text.length > MAX_MESSAGE_SIZE) throw new InputTooLarge(text.length, MAX_MESSAGE_SIZE);
      channel.send(text);
    },
    addEventListener(type: string, listener: Listener & (() => void)) {
      if (type === 'message') listeners.push(listener);
      else ended.signal.addEventListener('abort', () => listener(), { once: true });
    },
    removeEventListener() {},
  } as unknown as WireSocket;
  const lost = (reason: string): void => ended.abort(new Error(reason));
  return {
    opened: {
      link: new RPCLink<ClientContext>({ websocket }),
      closed: ended.signal,
      close(reason) {
        lost(reason);
        channel.close();
      },
    },
    receive(frame) {
      if (frame === '') return;
      for (const data of frame.split(FRAME_SEPARATOR)) {
        for (const listener of listeners) listener({ data });
      }
    },
    lost,
  };
}
