import { useEffect, useEffectEvent, useState } from 'react';
import type { OpenStream, SubscriptionState } from './connection/subscription.ts';
import { connection } from './core.ts';

const waiting: SubscriptionState = { kind: 'waiting' };

/**
 * Hears a live stream while the component is there; it is opened again after every loss. Change
 * `key` when the stream's input changes. Answers whether what was heard is live.
 */
export function useStream<Message>(
  open: OpenStream<Message>,
  onMessage: (message: Message) => void,
  key = '',
): SubscriptionState {
  const [state, setState] = useState(waiting);
  const openNow = useEffectEvent(open);
  const hear = useEffectEvent(onMessage);
  useEffect(() => {
    const subscription = connection.subscribe<Message>((signal) => openNow(signal), {
      onMessage: (message) => hear(message),
      onState: setState,
    });
    return () => {
      subscription[Symbol.dispose]();
      setState(waiting);
    };
  }, [key]);
  return state;
}
