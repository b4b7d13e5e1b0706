import { useEffect } from 'react';
import { client } from '#lib/core.ts';

const REPORT_EVERY_MS = 15_000;
const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the core that somebody is at the console, so that it does not lock under their hands. */
export function useReportPresence(): void {
  useEffect(() => {
    const stop = new AbortController();
    let last = 0;
    const report = (event: Event): void => {
      if (!event.isTrusted || event.timeStamp - last < REPORT_EVERY_MS) return;
      last = event.timeStamp;
      // While the connection is down there is nobody to tell; the next sign of life tells again.
      client.identity.session.touch().catch(() => (last = 0));
    };
    for (const sign of signsOfLife) {
      window.addEventListener(sign, report, { capture: true, passive: true, signal: stop.signal });
    }
    return () => stop.abort();
  }, []);
}
