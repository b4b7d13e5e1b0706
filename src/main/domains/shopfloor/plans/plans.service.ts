import type { FloorPlan, PlanFault, PlanPosition } from '#contract/shopfloor/plans.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database, Tx } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import { originOf } from '../origin.ts';
import { type Saved, saving } from '../saved.ts';
import { findArea } from '../structure/areas.queries.ts';
import { readFloorPlan } from './floor-plan-svg.ts';
import { findPlan, insertPlan, type NewRevision, scalePositions } from './floor-plans.queries.ts';
import { listPositions, type PlaceChange, savePlace } from './plan-positions.queries.ts';

/** The plain grid of an area that was never given a plan. */
const plainGrid = { width: 1200, height: 800 } as const;

/** Which revision the editor saw. */
export interface SeenPlan {
  readonly areaId: string;
  readonly revision: number;
}

/** Somebody added a revision first; this one counts now. */
export interface StalePlan {
  readonly kind: 'stale';
  readonly revision: number;
}

/** What became of a new revision. */
export type SavedPlan = Saved<FloorPlan> | StalePlan;

/** A drawing that is not taken. */
export interface RefusedDrawing {
  readonly kind: 'refused';
  readonly faults: readonly PlanFault[];
}

/** What became of places. */
export type SavedPlaces =
  | Saved<PlanPosition[]>
  /** Somebody else moved these. */
  | { readonly kind: 'moved'; readonly positions: PlanPosition[] };

/** Floor plans and what stands on them. */
export interface PlanService {
  /** The plan that counts, or null where the area is not visible. */
  get(caller: ActorContext, areaId: string): Promise<FloorPlan | null>;
  upload(
    caller: ActorContext,
    seen: SeenPlan,
    file: { readonly fileName: string; readonly svg: string },
  ): Promise<SavedPlan | RefusedDrawing>;
  makePlain(
    caller: ActorContext,
    seen: SeenPlan,
    size: { readonly width: number; readonly height: number },
  ): Promise<SavedPlan>;
  restore(caller: ActorContext, seen: SeenPlan, restored: number): Promise<SavedPlan>;
  positions(caller: ActorContext, areaId: string): Promise<PlanPosition[]>;
  place(
    caller: ActorContext,
    areaId: string,
    changes: readonly PlaceChange[],
  ): Promise<SavedPlaces>;
}

type Drawing = Pick<NewRevision, 'fileName' | 'svg' | 'width' | 'height'>;

const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
  `${kind} ${id}`;

/** Undoes the transaction, with what its caller is to answer. */
class Undone extends Error {
  readonly answer: SavedPlaces;
  constructor(answer: SavedPlaces) {
    super('Nothing was placed.');
    this.answer = answer;
  }
}

async function currentPlan(tx: Tx, areaId: string): Promise<FloorPlan | null> {
  const plan = await findPlan(tx, areaId);
  if (plan || !(await findArea(tx, areaId))) return plan;
  const nobody = { fileName: null, svg: null, madeBy: null, createdAt: null } as const;
  return { areaId, revision: 0, ...plainGrid, ...nobody };
}

const seesNodes = ({ actor }: ActorContext): boolean => actor.permissions.has('node:read');

const entry = ({ actor, connection }: ActorContext, action: string, areaId: string) => ({
  userId: actor.userId,
  username: actor.username,
  action,
  targetType: 'area',
  targetId: areaId,
  origin: originOf(connection),
});

/** Makes the service. */
export function planService(database: Database, audit: AuditService): PlanService {
  async function addRevision(
    tx: Tx,
    caller: ActorContext,
    seen: SeenPlan,
    drawing: Drawing | null,
  ): Promise<SavedPlan> {
    const { areaId, revision } = seen;
    const before = await currentPlan(tx, areaId);
    if (!before) return { kind: 'missing', what: 'area' };
    if (!drawing) return { kind: 'missing', what: 'plan revision' };
    if (before.revision !== revision) return { kind: 'stale', revision: before.revision };
    const { width, height, svg, fileName } = drawing;
    const { userId: madeBy } = caller.actor;
    await insertPlan(tx, { areaId, revision: revision + 1, width, height, svg, fileName, madeBy });
    const scale = { across: width / before.width, down: height / before.height };
    if (scale.across !== 1 || scale.down !== 1) await scalePositions(tx, areaId, scale);
    await audit.record(tx, {
      ...entry(caller, 'area.change-plan', areaId),
      oldValues: { revision, fileName: before.fileName },
      newValues: { revision: revision + 1, fileName, width, height },
    });
    const row = await findPlan(tx, areaId);
    if (!row) throw new Error('The floor plan disappeared while it was saved.');
    return { kind: 'saved', row };
  }

  /** The database decides who was first; whoever came second is told what stands. */
  async function save(
    caller: ActorContext,
    seen: SeenPlan,
    drawingOf: (tx: Tx) => Promise<Drawing | null>,
  ): Promise<SavedPlan> {
    const saved = await saving<FloorPlan, StalePlan>(
      { duplicate: { floor_plans_revision_key: 'revision' } },
      () =>
        database.asUser(caller.actor, async (tx) =>
          addRevision(tx, caller, seen, await drawingOf(tx)),
        ),
    );
    if (saved.kind !== 'duplicate') return saved;
    const now = await database.asUser(caller.actor, (tx) => findPlan(tx, seen.areaId));
    return { kind: 'stale', revision: now?.revision ?? 0 };
  }

  async function placeAll(
    tx: Tx,
    caller: ActorContext,
    areaId: string,
    changes: readonly PlaceChange[],
  ): Promise<PlanPosition[]> {
    const before = new Map(
      (await listPositions(tx, areaId, true)).map((position) => [keyOf(position), position]),
    );
    const failed: PlaceChange[] = [];
    // Two editors lock rows in one order, so that neither waits for the other in a ring.
    for (const change of changes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
      if (!before.has(keyOf(change))) throw new Undone({ kind: 'missing', what: change.kind });
      if (!(await savePlace(tx, areaId, change))) failed.push(change);
    }
    const after = await listPositions(tx, areaId, seesNodes(caller));
    if (failed.length > 0) throw new Undone(whyNotPlaced(failed, after));
    await audit.record(tx, {
      ...entry(caller, 'area.place', areaId),
      oldValues: Object.fromEntries(
        changes.map((change) => [keyOf(change), before.get(keyOf(change))?.place ?? null]),
      ),
      newValues: Object.fromEntries(changes.map((change) => [keyOf(change), change.place])),
    });
    return after;
  }

  return {
    get: (caller, areaId) => database.asUser(caller.actor, (tx) => currentPlan(tx, areaId)),
    async upload(caller, seen, { fileName, svg }) {
      const read = readFloorPlan(svg);
      if (read.kind === 'refused') return read;
      const { svg: written, width, height } = read;
      const drawing = { fileName, svg: written, width, height };
      return save(caller, seen, () => Promise.resolve(drawing));
    },
    makePlain: (caller, seen, size) =>
      save(caller, seen, () => Promise.resolve({ fileName: null, svg: null, ...size })),
    restore: (caller, seen, restored) =>
      save(caller, seen, (tx) => findPlan(tx, seen.areaId, restored)),
    positions: (caller, areaId) =>
      database.asUser(caller.actor, (tx) => listPositions(tx, areaId, seesNodes(caller))),
    async place(caller, areaId, changes) {
      try {
        return await saving<PlanPosition[]>({}, () =>
          database.asUser(caller.actor, async (tx) => ({
            kind: 'saved',
            row: await placeAll(tx, caller, areaId, changes),
          })),
        );
      } catch (error) {
        if (error instanceof Undone) return error.answer;
        throw error;
      }
    },
  };
}

/** Told from what can be read now: somebody moved it, or it may only be looked at. */
function whyNotPlaced(failed: readonly PlaceChange[], now: readonly PlanPosition[]): SavedPlaces {
  const read = new Map(failed.map((change) => [keyOf(change), change.version]));
  const positions = now.filter((position) => {
    const version = read.get(keyOf(position));
    return version !== undefined && version !== position.version;
  });
  return positions.length > 0 ? { kind: 'moved', positions } : { kind: 'forbidden' };
}
