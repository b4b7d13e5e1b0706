import { useSyncExternalStore } from 'react';
import type { ConnectionState } from './connection/lifeline.ts';
import { connection } from './core.ts';

function subscribe(wake: () => void): () => void {
  const listening = connection.onState(wake);
  return () => listening[Symbol.dispose]();
}

/** Whether the console reaches its core. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(subscribe, () => connection.state);
}
