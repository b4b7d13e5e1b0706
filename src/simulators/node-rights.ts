import { createHmac } from 'node:crypto';
import type { NodeOrder, NodeRight } from '#platform/serial/node-orders.ts';

/** What a person may do at a node that is alone. */
export type LocalRight = Pick<NodeRight, 'p' | 'm'>;

type RightsOrder = Extract<
  NodeOrder,
  { t: 'rights-begin' | 'rights-add' | 'rights-apply' | 'rights-drop' }
>;

/** Whom a node knows while it is alone. Kept over restarts. */
export interface NodeRights {
  /** `null` until a first cache was applied. */
  readonly version: number | null;
  readonly size: number;
  /** Follows an order; answers why not, or `null`. */
  obey(order: RightsOrder): string | null;
  /** `null` for a badge that is not known. `uid` in hexadecimal. */
  find(uid: string): LocalRight | null;
}

/** The key of a badge in a cache with `salt`; both in hexadecimal. */
export function personKey(salt: string, uid: string): string {
  const hash = createHmac('sha256', Buffer.from(salt, 'hex')).update(Buffer.from(uid, 'hex'));
  return hash.digest('hex').slice(0, 16);
}

interface Cache {
  readonly version: number;
  readonly salt: string;
  readonly announced: number;
  readonly rights: Map<string, LocalRight>;
}

/** An empty cache: a node that knows nobody. */
export function nodeRights(): NodeRights {
  let active: Cache | null = null;
  let staged: Cache | null = null;

  function add(entries: readonly NodeRight[]): string | null {
    if (!staged) return 'no-transfer';
    for (const { k, p, m } of entries) staged.rights.set(k, { p, m });
    return staged.rights.size > staged.announced ? 'too-many' : null;
  }

  function apply(version: number): string | null {
    if (!staged) return active?.version === version ? null : 'no-transfer';
    if (staged.version !== version) return 'wrong-version';
    if (staged.rights.size !== staged.announced) return 'incomplete';
    active = staged;
    staged = null;
    return null;
  }

  return {
    get version() {
      return active?.version ?? null;
    },
    get size() {
      return active?.rights.size ?? 0;
    },
    obey(order) {
      switch (order.t) {
        case 'rights-begin': {
          const { version, salt, count } = order;
          staged = { version, salt, announced: count, rights: new Map() };
          return null;
        }
        case 'rights-add':
          return add(order.entries);
        case 'rights-apply':
          return apply(order.version);
        case 'rights-drop':
          active?.rights.delete(order.k);
          return null;
      }
    },
    find: (uid) => (active ? (active.rights.get(personKey(active.salt, uid)) ?? null) : null),
  };
}
