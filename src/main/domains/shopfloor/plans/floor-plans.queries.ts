import { sql } from 'kysely';
import type { FloorPlan, PlanRevision } from '#contract/shopfloor/plans.ts';
import type { Tx } from '#platform/database/database.ts';
import { type Page, type PageRequest, readPage } from '#platform/database/paging.ts';

const revisionRows = (tx: Tx) =>
  tx
    .selectFrom('shopfloor.floor_plans as plan')
    .leftJoin('identity.users as maker', 'maker.id', 'plan.made_by')
    .select([
      'plan.id',
      'plan.area_id',
      'plan.revision',
      'plan.file_name',
      'plan.width',
      'plan.height',
      'plan.created_at',
      'maker.full_name as made_by',
    ]);

type RevisionRow = Awaited<ReturnType<ReturnType<typeof revisionRows>['execute']>>[number];

const toRevision = (row: RevisionRow): PlanRevision => ({
  areaId: row.area_id,
  revision: row.revision,
  fileName: row.file_name,
  width: row.width,
  height: row.height,
  madeBy: row.made_by,
  createdAt: row.created_at,
});

const newestFirst = [
  { column: 'plan.revision', property: 'revision', direction: 'desc' },
  { column: 'plan.id', property: 'id', direction: 'desc' },
] as const;

/** One page of an area's plan revisions, newest first. */
export async function listRevisions(
  tx: Tx,
  areaId: string,
  page: PageRequest,
): Promise<Page<PlanRevision>> {
  const query = revisionRows(tx).where('plan.area_id', '=', areaId);
  const { rows, nextCursor } = await readPage(query, newestFirst, page);
  return { rows: rows.map(toRevision), nextCursor };
}

/** One revision of an area's plan with its drawing; the newest unless told. Null where there is none to be seen. */
export async function findPlan(
  tx: Tx,
  areaId: string,
  revision?: number,
): Promise<FloorPlan | null> {
  let query = revisionRows(tx).select('plan.svg').where('plan.area_id', '=', areaId);
  if (revision !== undefined) query = query.where('plan.revision', '=', revision);
  const row = await query.orderBy('plan.revision', 'desc').limit(1).executeTakeFirst();
  return row ? { ...toRevision(row), svg: row.svg } : null;
}

/** What a new revision holds. */
export interface NewRevision {
  readonly areaId: string;
  readonly revision: number;
  readonly fileName: string | null;
  readonly svg: string | null;
  readonly width: number;
  readonly height: number;
  readonly madeBy: string;
}

/** Adds a revision. Violates `floor_plans_revision_key` where somebody was first. */
export async function insertPlan(tx: Tx, plan: NewRevision): Promise<void> {
  await tx
    .insertInto('shopfloor.floor_plans')
    .values({
      area_id: plan.areaId,
      revision: plan.revision,
      file_name: plan.fileName,
      svg: plan.svg,
      width: plan.width,
      height: plan.height,
      made_by: plan.madeBy,
    })
    .execute();
}

/** Keeps what stands on an area's plan in the same relative place when the plan's size changes. */
export async function scalePositions(
  tx: Tx,
  areaId: string,
  { across, down }: { readonly across: number; readonly down: number },
): Promise<void> {
  await tx
    .updateTable('shopfloor.plan_positions')
    .set({
      x: sql`least(x * ${across}::double precision, 100000)`,
      y: sql`least(y * ${down}::double precision, 100000)`,
      size: sql`greatest(least(size * ${across}::double precision, 10000), 1)`,
    })
    .where('area_id', '=', areaId)
    .where('x', 'is not', null)
    .execute();
}
