import type { DisplayFields, DisplayRow } from '#contract/identity/displays.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Actor } from '#platform/rpc/context.ts';
import { type AuditEntry, originOf } from '../audit/audit.service.ts';
import type { IdentityParts } from '../identity-services.ts';
import { newPairingCode, plainCode, tokenHash } from '../passwords/one-time-secrets.ts';
import { refusal } from '../refusal.ts';
import type { Caller } from '../users/users.service.ts';
import {
  type DisplayState,
  insertDisplay,
  listDisplays,
  notTheirs,
  renewCode,
  revokeDisplay,
} from './displays.queries.ts';

/** A pairing code, which is shown this once. */
export interface MadeCode {
  readonly id: string;
  readonly code: string;
  readonly codeExpiresAt: string;
}

/** Making displays and taking their right back. */
export interface DisplaysService {
  list(actor: Actor, state: DisplayState | undefined, page: PageRequest): Promise<Page<DisplayRow>>;
  /** Throws `FORBIDDEN` or `NOT_FOUND` where it would show more than its maker sees. */
  create(caller: Caller, fields: DisplayFields): Promise<MadeCode>;
  /** Throws `NOT_FOUND` where there is none whose right stands. */
  newCode(caller: Caller, id: string): Promise<MadeCode>;
  /** Throws `NOT_FOUND` where there is none, or its right was taken back before. */
  revoke(caller: Caller, id: string): Promise<void>;
}

/** Long enough to walk to the display and type it. */
const CODE_MS = 60 * 60_000;
const DAY_MS = 86_400_000;

function entry({ actor, connection }: Caller, action: string, targetId: string): AuditEntry {
  return {
    userId: actor.userId,
    username: actor.username,
    action: `display.${action}`,
    targetType: 'display',
    targetId,
    origin: originOf(connection),
  };
}

async function refuseForeign(
  tx: Tx,
  { areaIds, positionId }: Pick<DisplayFields, 'areaIds' | 'positionId'>,
): Promise<void> {
  const foreign = await notTheirs(tx, areaIds, positionId);
  if (foreign === 'all areas') throw refusal('FORBIDDEN', { permission: 'area:view' });
  if (foreign) throw refusal('NOT_FOUND', foreign);
}

/** Makes the service. */
export function createDisplaysService({ audit, platform }: IdentityParts): DisplaysService {
  const { clock, database } = platform;
  const isoAfter = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString();

  function draftCode() {
    const code = newPairingCode();
    const row = { code_hash: tokenHash(plainCode(code)), code_expires_at: isoAfter(CODE_MS) };
    return { code, row };
  }

  return {
    list: (actor, state, page) =>
      database.asUser(actor, (tx) => listDisplays(tx, state, clock.now().toISOString(), page)),
    create: (caller, fields) =>
      database.asUser(caller.actor, async (tx) => {
        await refuseForeign(tx, fields);
        const { name, areaIds, positionId, sounds, locale } = fields;
        const { code, row } = draftCode();
        const at = clock.now();
        const expiresAt = new Date(at.getTime() + fields.validDays * DAY_MS).toISOString();
        const id = await insertDisplay(tx, {
          name,
          area_ids: areaIds,
          position_id: positionId,
          sounds,
          locale,
          created_by: caller.actor.userId,
          created_at: at.toISOString(),
          expires_at: expiresAt,
          ...row,
        });
        const newValues = { name, areaIds, positionId, sounds, locale, expiresAt };
        await audit.record(tx, { ...entry(caller, 'create', id), newValues });
        return { id, code, codeExpiresAt: row.code_expires_at };
      }),
    newCode: (caller, id) =>
      database.asUser(caller.actor, async (tx) => {
        const { code, row } = draftCode();
        const name = await renewCode(tx, id, row, clock.now().toISOString());
        if (name === null) throw refusal('NOT_FOUND', { what: 'display', id });
        await audit.record(tx, { ...entry(caller, 'new-code', id), details: { name } });
        return { id, code, codeExpiresAt: row.code_expires_at };
      }),
    revoke: (caller, id) =>
      database.asUser(caller.actor, async (tx) => {
        const { userId } = caller.actor;
        const name = await revokeDisplay(tx, id, userId, clock.now().toISOString());
        if (name === null) throw refusal('NOT_FOUND', { what: 'display', id });
        await audit.record(tx, { ...entry(caller, 'revoke', id), details: { name } });
      }),
  };
}
