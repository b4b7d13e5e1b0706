import { z } from 'zod';
import { entityId, procedure, timestamp, version } from './procedure.ts';

/** How a table is arranged. */
const tableLayout = z.strictObject({
  order: z.array(z.string().max(60)).max(100),
  widths: z.record(z.string().max(60), z.int().min(20).max(2000)),
  hidden: z.array(z.string().max(60)).max(100),
});

/** What a view brings back: the choices that the screen keeps in its address, and its tables. */
export const viewState = z.strictObject({
  params: z.record(z.string().max(40), z.string().max(300)),
  tables: z.record(z.string().max(80), tableLayout),
});

/** Id of a screen, such as `shopfloor.log`. */
const screenId = z.string().regex(/^[a-z]+\.[a-z.-]{1,50}$/u);

const fields = {
  name: z.string().trim().min(1).max(80),
  isShared: z.boolean(),
  isStart: z.boolean(),
  state: viewState,
};

/** Filters and columns of a list under a name. */
export const savedView = z.object({
  id: entityId,
  screen: z.string(),
  ...fields,
  /** `true` for those of the caller, which they may change. */
  own: z.boolean(),
  ownerName: z.string(),
  version,
  updatedAt: timestamp,
});

/** How people look at lists: their own views, and those that others share. */
export const savedViews = {
  /** Those of a screen, by name. */
  list: procedure('signed-in', { level: 'badge' })
    .input(z.strictObject({ screen: screenId }))
    .output(z.array(savedView)),
  /** Keeps a view. One that is to be the start view takes the place of the one before. */
  create: procedure('signed-in', { level: 'badge' })
    .input(z.strictObject({ screen: screenId, ...fields }))
    .output(savedView),
  /** Changes an own view. */
  update: procedure('signed-in', { level: 'badge' })
    .input(z.strictObject({ id: entityId, version, ...fields }))
    .output(savedView),
  /** Takes an own view away. Safe to repeat. */
  remove: procedure('signed-in', { level: 'badge' })
    .input(z.strictObject({ id: entityId }))
    .output(z.object({})),
};

/** See {@link viewState}. */
export type ViewState = z.infer<typeof viewState>;
/** See {@link savedView}. */
export type SavedView = z.infer<typeof savedView>;
