import { cloneCodec } from './clone-codec.ts';
import type { FrameBridge, FrameMessage } from './frame-bridge.ts';
import { answerInvoke, type IpcSource, receiveMessage } from './ipc.ts';
import { toChromium } from './protocol.ts';

/** Who receives the messages of a document's preload world. */
export interface Receiver extends Omit<IpcSource, 'ports'> {
  /** The page tried to open a window. */
  openRequested(url: string, frameName: string, features: string): void;
  /** The preload threw. */
  preloadFailed(error: Error): void;
}

/** Hands a message to whom it concerns. */
export async function dispatch(
  receiver: Receiver,
  { header, ports, body }: FrameMessage,
  bridge: FrameBridge,
): Promise<void> {
  const source: IpcSource = { ...receiver, ports };
  const [verb, first, second] = header;
  if (verb === 'send') receiveMessage(source, first as string, body);
  else if (verb === 'invoke') {
    const [resolved, outcome] = await answerInvoke(source, second as string, body);
    bridge.send(['reply', first, resolved], outcome);
  } else if (verb === 'open') {
    const [url, name, features] = cloneCodec.decode(body) as [string, string, string];
    const base = toChromium(receiver.sender.getURL());
    receiver.openRequested(new URL(url, base).href, name, features);
  } else receiver.preloadFailed(cloneCodec.decode(body) as Error);
}
