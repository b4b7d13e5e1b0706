import { describe, expect, it } from 'vitest';
import { portMessages } from '#contract/wire.ts';
import { desktopTransport } from './desktop-transport.ts';

type Ask = (request: unknown, origin: string) => void;

/** A window whose preload the test plays: `offer` is what it posts into the page. */
function pageOfTest(onAsk: (offer: (data: unknown, source?: unknown) => MessagePort) => void) {
  const target = new EventTarget();
  const asked: [unknown, string][] = [];
  const page = Object.assign(target, {
    origin: 'app://signalbox',
    postMessage: ((request, origin) => {
      asked.push([request, origin]);
      queueMicrotask(() => onAsk(offer));
    }) satisfies Ask,
  });
  function offer(data: unknown, source: unknown = page): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const event = Object.assign(new Event('message'), { data, source, ports: [port2] });
    target.dispatchEvent(event);
    return port1;
  }
  return { page: page as unknown as Window, asked };
}

const forever = new AbortController().signal;

describe('the desktop transport', () => {
  it('asks the preload of its own page and takes the port it offers', async () => {
    let core: MessagePort | undefined;
    const { page, asked } = pageOfTest((offer) => {
      core = offer(portMessages.offer);
    });
    const { closed } = await desktopTransport(page).open(forever);
    expect(asked).toEqual([[portMessages.request, 'app://signalbox']]);
    const ended = new Promise((resolve) => closed.addEventListener('abort', resolve));
    core?.close();
    await ended;
    expect(closed.reason).toEqual(new Error('the program closed the connection'));
  });

  it('takes no port from another window, nor one with another message', async () => {
    const cancel = new AbortController();
    const { page } = pageOfTest((offer) => {
      const ports = [offer(portMessages.offer, {}), offer('something else')];
      for (const port of ports) port.close();
      cancel.abort(new Error('no port came'));
    });
    await expect(desktopTransport(page).open(cancel.signal)).rejects.toThrow('no port came');
  });

  it('hands a sign-in over to the main process, which keeps it for the next page', async () => {
    const codes: string[] = [];
    const { page } = pageOfTest(() => {});
    Object.assign(page, { signalbox: { adopt: async (code: string) => void codes.push(code) } });
    await desktopTransport(page).adopt('a one-time code');
    expect(codes).toEqual(['a one-time code']);
  });
});
