import { useLocation } from 'wouter';
import type { Alarm } from '#contract/alarms.ts';
import { useHolds } from '#lib/session.ts';
import { sourceAddress } from './alarm-source.ts';

/** Opens the screen of an alarm's source; undefined where the person can open none. */
export function useOpenSource(alarm: Alarm): (() => void) | undefined {
  const holds = useHolds();
  const [, navigate] = useLocation();
  if (sourceAddress(alarm, holds, '') === undefined) return undefined;
  return () => {
    const address = sourceAddress(alarm, holds, globalThis.location.search);
    if (address !== undefined) navigate(address);
  };
}
