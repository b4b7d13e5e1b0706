import type { MoveInTable } from '#contract/shopfloor/move-in.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import { IdSet } from './id-set.ts';

/** Things that only one row may have. */
export type UniqueKind =
  | 'role'
  | 'username'
  | 'email'
  | 'badge'
  | 'area'
  | 'zone'
  | 'node'
  | 'machine'
  | 'port'
  | 'permission'
  | 'terminal'
  | 'bluetooth';

/** What stands in the database before rows are moved in. */
export interface Here {
  /** Values that are taken here, by kind, each with the key of who has it. */
  readonly taken: ReadonlyMap<UniqueKind, ReadonlyMap<string, string>>;
  /** Machines with a running session. */
  readonly busyMachines: ReadonlySet<string>;
  /** Rows that an earlier run has moved, with their keys here where they have one. */
  readonly moved: ReadonlyMap<MoveInTable, ReadonlyMap<number, string>>;
  readonly movedIds: ReadonlyMap<MoveInTable, IdSet>;
}

/** What the source says about its rows as a whole. */
export interface SourceFacts {
  /** The newest running session of each machine. */
  readonly newestActive: ReadonlyMap<number, number>;
  /** The last reset of a node and zone, as `node/zone`. */
  readonly lastReset: ReadonlyMap<string, string>;
}

/** How a badge of the source is read. */
export interface BadgeReading {
  /** The badge that an `rfid_tag` stands for; null where none can be made out. */
  uidOf(tag: string): BadgeUid | null;
  /** What is kept of it. */
  hashOf(uid: BadgeUid): string;
}

/** What an adapter may ask about the rows around its own. */
export class Known {
  readonly here: Here;
  readonly facts: SourceFacts;
  readonly badges: BadgeReading;
  /** Whose badge a kept hash is, by the source's key of the person. */
  readonly badgeOwners = new Map<string, number>();
  readonly #claimed = new Map<UniqueKind, Set<string>>();
  readonly #ids = new Map<MoveInTable, IdSet>();
  readonly #keys = new Map<string, string>();

  constructor(here: Here, facts: SourceFacts, badges: BadgeReading) {
    this.here = here;
    this.facts = facts;
    this.badges = badges;
  }

  /** Takes a value for a row: `free` until now, `taken` by a row of the source, or the key of who has it here. */
  claim(kind: UniqueKind, value: string): 'free' | 'taken' | { readonly id: string } {
    const id = this.here.taken.get(kind)?.get(value);
    if (id !== undefined) return { id };
    const claimed = this.#claimed.get(kind) ?? new Set();
    this.#claimed.set(kind, claimed);
    if (claimed.has(value)) return 'taken';
    claimed.add(value);
    return 'free';
  }

  /** The rows of a table that are or will be here. */
  ids(table: MoveInTable): IdSet {
    const ids = this.#ids.get(table) ?? new IdSet();
    this.#ids.set(table, ids);
    return ids;
  }

  /** Notes that a row of the source is a thing that stands here already. */
  isHere(table: MoveInTable, id: number, key: string): void {
    this.#keys.set(`${table} ${id}`, key);
  }

  /** One name for a thing, whether it stands here or is on its way in. */
  keyOf(table: MoveInTable, id: number | null): string {
    return this.hereKey(table, id) ?? `#${id}`;
  }

  /** Its key, where it stands here. */
  hereKey(table: MoveInTable, id: number | null): string | undefined {
    if (id === null) return undefined;
    return this.#keys.get(`${table} ${id}`) ?? this.here.moved.get(table)?.get(id);
  }
}
