import { createHash } from 'node:crypto';
import type { BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { Changes } from '#platform/changes/changes.ts';
import type { Database } from '#platform/database/database.ts';
import type { Secrets } from '#platform/secrets/secrets.ts';
import { listeners } from '#platform/serial/listeners.ts';
import type { NodeRight } from '#platform/serial/node-orders.ts';
import {
  keepAppliedRights,
  listRights,
  readAppliedRights,
  type RightsRow,
  versionOfRights,
} from './node-rights.queries.ts';

/** What a node decides by while no host answers it. */
export interface RightsCache {
  /** Rises whenever the entries change. */
  readonly version: number;
  /** What the node hashes badge numbers with. Hexadecimal. */
  readonly salt: string;
  /** By key. */
  readonly entries: readonly NodeRight[];
}

/** The state of a node's cache, as the node has confirmed it. */
export type AppliedRights = Pick<RightsCache, 'version' | 'entries'>;

/** Works out whom each node may let at which of its machines alone. */
export interface NodeRights {
  current(nodeKey: string): Promise<RightsCache>;
  /** Follows what rights depend on until disposed: nothing is worked out twice meanwhile. */
  follow(changes: Changes): AsyncDisposable;
  /** Calls `listener`, while somebody follows, whenever any node's rights may have changed. */
  onChange(listener: () => void): Disposable;
  /** What the node last confirmed to hold; null when it never did. */
  applied(nodeKey: string): Promise<AppliedRights | null>;
  keepApplied(nodeKey: string, rights: AppliedRights): Promise<void>;
}

const task = 'shopfloor.node-rights';
/** Told by triggers on everything that rights follow from; see the migration rights_watch. */
const topics = ['shopfloor.rights'];

const placeOf = (nodeKey: string) =>
  ({ table: 'shopfloor.node_rights', column: 'applied', key: nodeKey }) as const;

/** Makes the service. */
export function nodeRights(
  database: Database,
  secrets: Secrets,
  badges: Pick<BadgeService, 'nodeSalt' | 'openNodeKeys'>,
): NodeRights {
  /** Two badges of one number, which differ in technology only, may what both of them may. */
  function entriesOf(rows: readonly RightsRow[]): NodeRight[] {
    const entries = new Map<string, NodeRight>();
    for (const { uid_hmac: uidHmac, node_keys: sealed, ports, minutes } of rows) {
      for (const k of badges.openNodeKeys(uidHmac, sealed)) {
        const other = entries.get(k);
        const p = other ? other.p & ports : ports;
        if (p === 0) entries.delete(k);
        else entries.set(k, { k, p, m: Math.min(minutes, other?.m ?? minutes) });
      }
    }
    return [...entries.values()].toSorted((one, other) => (one.k < other.k ? -1 : 1));
  }

  const workOut = (nodeKey: string): Promise<RightsCache> =>
    database.asSystem(task, async (tx) => {
      const entries = entriesOf(await listRights(tx, nodeKey));
      const digest = createHash('sha256').update(JSON.stringify(entries)).digest();
      const version = await versionOfRights(tx, nodeKey, digest);
      return { version, salt: badges.nodeSalt(), entries };
    });

  const changed = listeners<[]>();
  /** What was worked out since the last change; null while nobody follows. */
  let known: Map<string, RightsCache> | null = null;

  return {
    async current(nodeKey) {
      const memory = known;
      const found = memory?.get(nodeKey);
      if (found) return found;
      const cache = await workOut(nodeKey);
      // A change meanwhile has put another map in its place, and this one is forgotten with it.
      memory?.set(nodeKey, cache);
      return cache;
    },
    onChange: changed.add,
    follow(changes) {
      const stopping = new AbortController();
      const following = (async () => {
        const batches = changes.watch(topics, stopping.signal);
        known = new Map();
        for await (const _ of batches) {
          known = new Map();
          changed.call();
        }
        known = null;
      })();
      return {
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await following;
        },
      };
    },
    async applied(nodeKey) {
      const kept = await database.asSystem(task, (tx) => readAppliedRights(tx, nodeKey));
      if (!kept) return null;
      const text = secrets.open(placeOf(nodeKey), kept.sealed);
      return { version: kept.version, entries: JSON.parse(text) as NodeRight[] };
    },
    async keepApplied(nodeKey, { version, entries }) {
      const sealed = secrets.seal(placeOf(nodeKey), JSON.stringify(entries));
      await database.asSystem(task, (tx) => keepAppliedRights(tx, nodeKey, version, sealed));
    },
  };
}

/** Keys that may do less than before: whom a node must be told of first. */
export function takenAway(before: readonly NodeRight[], now: readonly NodeRight[]): string[] {
  const left = new Map(now.map(({ k, p }) => [k, p]));
  return before.filter(({ k, p }) => (p & ~(left.get(k) ?? 0)) !== 0).map(({ k }) => k);
}
