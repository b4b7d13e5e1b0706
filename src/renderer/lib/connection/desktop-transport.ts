import { portMessages } from '#contract/wire.ts';
import { linkOverPort } from './port-channel.ts';
import type { OpenLink, Transport } from './transport.ts';

/** What the preload adds to the page. */
interface Bridge {
  adopt(handover: string): Promise<void>;
}

/** Reaches the core of this desktop through the preload, which hands over one MessagePort a time. */
export function desktopTransport(page: Window): Transport {
  return {
    open(signal) {
      return new Promise<OpenLink>((resolve, reject) => {
        const done = new AbortController();
        const take = (event: MessageEvent): void => {
          const [port] = event.ports;
          if (event.source !== page || event.data !== portMessages.offer || !port) return;
          done.abort();
          resolve(linkOverPort(port));
        };
        page.addEventListener('message', take, { signal: done.signal });
        signal.addEventListener(
          'abort',
          () => {
            done.abort();
            reject(signal.reason as Error);
          },
          { signal: done.signal },
        );
        page.postMessage(portMessages.request, page.origin);
      });
    },
    /** The desktop keeps the token of the session in its main process; there is no cookie. */
    adopt: (handover) => (page as unknown as { signalbox: Bridge }).signalbox.adopt(handover),
  };
}
