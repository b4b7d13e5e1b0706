import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { openConsoleAs } from './console-client.ts';

/** What a console has been told of machines, and so may rely on. */
export interface FollowedMachines extends AsyncDisposable {
  /** Machine of every session that the console was shown. */
  readonly started: ReadonlyMap<string, string>;
  /** Sessions that the console saw end. */
  readonly ended: ReadonlySet<string>;
  /** The tiles as they are on the console now. */
  readonly tiles: ReadonlyMap<string, MachineTile>;
}

type Person = { readonly username: string; readonly password: string };

/** Follows the live tiles as the machines screen does, through whatever happens to the server. */
export function followMachines(url: string, person: Person): FollowedMachines {
  const started = new Map<string, string>();
  const ended = new Set<string>();
  const tiles = new Map<string, MachineTile>();
  const over = new AbortController();

  function take(tile: MachineTile): void {
    const before = tiles.get(tile.id)?.session;
    if (before && before.id !== tile.session?.id) ended.add(before.id);
    if (tile.session) started.set(tile.session.id, tile.id);
    tiles.set(tile.id, tile);
  }

  async function follow(): Promise<void> {
    using console = await openConsoleAs(url, person);
    const stream = await console.client.shopfloor.machines.live({}, { signal: over.signal });
    for await (const message of stream) {
      for (const tile of message.kind === 'snapshot' ? message.rows : message.upserts) take(tile);
    }
  }

  async function stay(): Promise<void> {
    while (!over.signal.aborted) {
      // The server is being killed: that the stream breaks is expected, and it is opened again.
      await follow().catch(() => {});
      if (!over.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  const staying = stay();
  return {
    started,
    ended,
    tiles,
    async [Symbol.asyncDispose]() {
      over.abort();
      await staying;
    },
  };
}
