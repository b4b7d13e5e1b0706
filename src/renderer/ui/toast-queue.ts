import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';
import type { MessageTone } from './tone-icon.tsx';

/** A short message that floats above the page. */
export interface ToastMessage {
  readonly tone: MessageTone;
  readonly title: string;
  readonly text?: string;
  /** Something to do about it, such as undo. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** The messages that show now; drawn by `ToastRegion`. */
export const toastQueue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 4 });

/** Long enough to read twice; the clock stands still while the pointer or focus is on a message. */
const showFor = 6_000;

/**
 * Shows a message. Errors and messages with an action stay until the person closes them; others
 * leave after six seconds. Answers a function that takes the message away.
 */
export function toast(message: ToastMessage): () => void {
  const stays = message.tone === 'error' || message.action !== undefined;
  const key = toastQueue.add(message, stays ? {} : { timeout: showFor });
  return () => toastQueue.close(key);
}
