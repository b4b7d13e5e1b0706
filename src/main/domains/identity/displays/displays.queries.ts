import { sql } from 'kysely';
import type { DisplayRow } from '#contract/identity/displays.ts';
import type { Tx } from '#platform/database/database.ts';
import {
  type Page,
  type PageRequest,
  readPage,
  type SortOrder,
} from '#platform/database/paging.ts';

function rows(tx: Tx) {
  return tx
    .selectFrom('identity.displays as display')
    .leftJoin('identity.users as maker', 'maker.id', 'display.created_by')
    .leftJoin('identity.users as revoker', 'revoker.id', 'display.revoked_by')
    .leftJoin('alarms.positions as position', 'position.id', 'display.position_id')
    .select([
      'display.id',
      'display.name',
      'display.area_ids as areaIds',
      sql<string[]>`array(select area.name from shopfloor.areas as area
        where area.id = any (display.area_ids) order by area.name)`.as('areaNames'),
      'display.position_id as positionId',
      'position.name as positionName',
      'display.sounds',
      sql<DisplayRow['locale']>`display.locale`.as('locale'),
      'maker.full_name as createdByName',
      'display.created_at as createdAt',
      'display.expires_at as expiresAt',
      'display.code_expires_at as codeExpiresAt',
      'display.paired_at as pairedAt',
      'display.last_seen as lastSeen',
      sql<string | null>`host(display.address)`.as('address'),
      'display.user_agent as userAgent',
      'display.revoked_at as revokedAt',
      'revoker.full_name as revokedByName',
    ]);
}

const newestFirst: SortOrder<DisplayRow> = [
  { column: 'display.created_at', property: 'createdAt', direction: 'desc' },
  { column: 'display.id', property: 'id', direction: 'desc' },
];

/** Whether a display's right stands. */
export type DisplayState = 'usable' | 'expired' | 'revoked';

/** One page of displays, newest first. */
export async function listDisplays(
  tx: Tx,
  state: DisplayState | undefined,
  now: string,
  page: PageRequest,
): Promise<Page<DisplayRow>> {
  let query = rows(tx);
  if (state) query = query.where('display.revoked_at', state === 'revoked' ? 'is not' : 'is', null);
  if (state === 'usable') query = query.where('display.expires_at', '>', now);
  if (state === 'expired') query = query.where('display.expires_at', '<=', now);
  return readPage(query, newestFirst, page);
}

/** What the acting person may not show by a display; null where they may show all of it. */
export type NotTheirs =
  | { readonly what: 'area' | 'operator position'; readonly id: string }
  | 'all areas';

/** Looks whether the acting person sees what a display is to show: a display shows no more than its maker sees. */
export async function notTheirs(
  tx: Tx,
  areaIds: readonly string[] | null,
  positionId: string | null,
): Promise<NotTheirs | null> {
  const { rows: found } = await sql<{ all: boolean; area: string | null; position: boolean }>`
    select identity.has_all_scopes('area', 'view') as "all",
      (select wanted.id from unnest(${areaIds ? [...areaIds] : []}::uuid[]) as wanted (id)
        where not exists (select from shopfloor.areas as area where area.id = wanted.id)
        limit 1) as area,
      ${positionId}::uuid is null
        or exists (select from alarms.positions as position where position.id = ${positionId}::uuid) as position`.execute(
    tx,
  );
  const [seen] = found;
  if (areaIds === null && !seen?.all) return 'all areas';
  if (seen?.area) return { what: 'area', id: seen.area };
  if (positionId !== null && !seen?.position) return { what: 'operator position', id: positionId };
  return null;
}

/** A new display. */
export interface NewDisplay {
  readonly name: string;
  readonly area_ids: string[] | null;
  readonly position_id: string | null;
  readonly sounds: boolean;
  readonly locale: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly code_hash: Buffer;
  readonly code_expires_at: string;
}

/** Keeps a new display and answers its key. */
export async function insertDisplay(tx: Tx, display: NewDisplay): Promise<string> {
  const { id } = await tx
    .insertInto('identity.displays')
    .values(display)
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Gives a display whose right stands another code, and answers its name. */
export async function renewCode(
  tx: Tx,
  id: string,
  code: Pick<NewDisplay, 'code_hash' | 'code_expires_at'>,
  now: string,
): Promise<string | null> {
  const row = await tx
    .updateTable('identity.displays')
    .set(code)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Takes a display's right back and answers its name; null where it was taken back before. */
export async function revokeDisplay(
  tx: Tx,
  id: string,
  by: string,
  at: string,
): Promise<string | null> {
  const row = await tx
    .updateTable('identity.displays')
    .set({ revoked_at: at, revoked_by: by, code_hash: null, code_expires_at: null })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return row?.name ?? null;
}

/** Removes up to `limit` displays whose right ended more than `keepDays` ago, and answers them. */
export async function removeEndedDisplays(tx: Tx, keepDays: number, limit: number) {
  return tx
    .deleteFrom('identity.displays')
    .where('id', 'in', (inner) =>
      inner
        .selectFrom('identity.displays')
        .select('id')
        .where(
          sql<boolean>`least(expires_at, revoked_at) < now() - make_interval(days => ${keepDays})`,
        )
        .limit(limit),
    )
    .returning(['id', 'name', 'expires_at as expiresAt'])
    .execute();
}
