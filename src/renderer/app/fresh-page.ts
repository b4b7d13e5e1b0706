import { useEffect } from 'react';
import { useConnection } from '#lib/use-connection.ts';

/** The files by which a page starts; a new version of the program has other names for them. */
function startFilesOf(page: Document): string {
  const scripts = page.querySelectorAll(
    'head script[type="module"][src], body script[type="module"][src]',
  );
  return [...scripts].map((script) => script.getAttribute('src')).join(' ');
}

async function reloadIfOutdated(signal: AbortSignal): Promise<void> {
  const response = await fetch('/', { cache: 'no-store', signal }).catch(() => null);
  if (!response?.ok) return;
  const served = new DOMParser().parseFromString(await response.text(), 'text/html');
  const names = startFilesOf(served);
  if (names !== '' && names !== startFilesOf(document)) location.reload();
}

/** Loads the page anew when the server has another version of it: looked for whenever a connection opens. */
export function useFreshPage(): void {
  const connection = useConnection();
  const since = connection.kind === 'up' ? connection.since.getTime() : null;
  useEffect(() => {
    if (since === null) return;
    const stop = new AbortController();
    // What an aborted look says counts for nothing; the next connection looks again.
    reloadIfOutdated(stop.signal).catch(() => undefined);
    return () => stop.abort();
  }, [since]);
}
