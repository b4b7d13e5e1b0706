import type { ClientContext, ClientLink } from '@orpc/client';

/** One open way to the core. */
export interface OpenLink {
  readonly link: ClientLink<ClientContext>;
  /** Aborted, with a reason for people, when the way is gone; whoever closed it. */
  readonly closed: AbortSignal;
  close(reason: string): void;
}

/** How this console reaches its core: the desktop's MessagePort, or a WebSocket to the server. */
export interface Transport {
  /** Opens a new way. Rejects with a sentence that says why not. */
  open(signal: AbortSignal): Promise<OpenLink>;
  /** Makes the sign-in whose answer carried `handover` outlast this page. */
  adopt(handover: string): Promise<void>;
}
