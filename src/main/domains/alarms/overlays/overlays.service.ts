import type { Acted, SeenAlarm } from '#contract/alarms.ts';
import type {
  OutOfServiceOrder,
  Shelving,
  SuppressionRow,
  SuppressionRule,
} from '#contract/alarms/overlays.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import { violates } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Page, PageRequest } from '#platform/database/paging.ts';
import type { Platform } from '#platform/platform.ts';
import { actOnSet, type Operator, type Reader } from '../alarms.service.ts';
import { actingFrom } from '../operator.queries.ts';
import { settleParents } from '../parents.ts';
import {
  decideOutOfService,
  type OutOfServiceRequest,
  requestOutOfService,
  returnToService,
} from './out-of-service.queries.ts';
import {
  findOutOfService,
  listOutOfService,
  listShelvings,
  listSuppressionRules,
  listSuppressions,
  setSuppressionRule,
} from './overlay-lists.queries.ts';
import { endShelvings, shelveAlarms } from './shelving.queries.ts';
import { applyOverlays } from './suppression.queries.ts';

/** What a person does with an order out of service. */
export type OrderStep = 'approved' | 'rejected' | 'withdrawn' | 'returned';

/** What became of it. */
export type OrderOutcome =
  | { readonly kind: 'done'; readonly order: OutOfServiceOrder }
  | { readonly kind: 'not-found' }
  /** It does not stand at the version that was read, or is past this step. */
  | { readonly kind: 'conflict'; readonly version: number }
  /** Nobody approves a request of their own. */
  | { readonly kind: 'own-request' }
  /** There is an open order for this source and type already. */
  | { readonly kind: 'duplicate' };

/** Setting alarms aside: for a time, by design, for work. */
export interface OverlaysService {
  shelve(
    operator: Operator,
    seen: readonly SeenAlarm[],
    order: { readonly seconds: number; readonly oneShot: boolean; readonly reason: string },
  ): Promise<Acted>;
  unshelve(operator: Operator, shelvings: readonly string[]): Promise<Acted>;
  shelvings(reader: Reader, standing: boolean, page: PageRequest): Promise<Page<Shelving>>;
  rules(reader: Reader): Promise<SuppressionRule[]>;
  setRule(
    operator: Operator,
    change: { rule: string; version: number; isEnabled: boolean; reason: string },
  ): Promise<SuppressionRule | { readonly version: number } | null>;
  suppressions(
    reader: Reader,
    rule: string | undefined,
    page: PageRequest,
  ): Promise<Page<SuppressionRow>>;
  request(operator: Operator, request: Omit<OutOfServiceRequest, 'userId'>): Promise<OrderOutcome>;
  step(
    operator: Operator,
    to: OrderStep,
    given: { readonly id: string; readonly version: number; readonly note?: string | undefined },
  ): Promise<OrderOutcome>;
  orders(
    reader: Reader,
    statuses: readonly OutOfServiceOrder['status'][],
    page: PageRequest,
  ): Promise<Page<OutOfServiceOrder>>;
}

/** Turns what the table's constraints refuse into an answer. */
async function ordering(work: () => Promise<OrderOutcome>): Promise<OrderOutcome> {
  try {
    return await work();
  } catch (error) {
    if (violates(error, 'out_of_service_two_people')) return { kind: 'own-request' };
    if (violates(error, 'out_of_service_one_open')) return { kind: 'duplicate' };
    throw error;
  }
}

/** Makes it. */
export function createOverlays(
  { database }: Pick<Platform, 'database'>,
  audit: AuditService,
): OverlaysService {
  const acting = { database, audit };

  async function recorded(
    tx: Tx,
    operator: Operator,
    id: string,
    action: string,
    reason: string | null,
  ): Promise<OrderOutcome> {
    const order = await findOutOfService(tx, id);
    if (!order) throw new Error('The order disappeared while it was saved.');
    await audit.record(tx, {
      ...operator,
      action: `alarm-out-of-service.${action}`,
      targetType: 'alarm-out-of-service',
      targetId: id,
      newValues: { status: order.status, alarmType: order.alarmType, sourceId: order.sourceId },
      ...(reason === null ? {} : { changeReason: reason }),
    });
    return { kind: 'done', order };
  }

  return {
    shelve: (operator, seen, order) =>
      actOnSet(acting, operator, { action: 'shelve', note: order.reason }, (tx) =>
        shelveAlarms(tx, seen, {
          ...order,
          userId: operator.userId,
          workstation: operator.origin.workstation,
        }),
      ),
    unshelve: (operator, shelvings) =>
      actOnSet(acting, operator, { action: 'unshelve', note: null }, async (tx) => {
        const ended = new Set(
          await endShelvings(tx, shelvings, { how: 'unshelved', by: operator.userId }),
        );
        return shelvings.map((id) => ({ id, skipped: ended.has(id) ? null : 'not-found' }));
      }),
    shelvings: (reader, standing, page) =>
      database.asUser(reader, (tx) => listShelvings(tx, standing, page)),

    rules: (reader) => database.asUser(reader, listSuppressionRules),
    setRule: (operator, { reason, ...change }) =>
      database.asUser(operator, async (tx) => {
        await actingFrom(tx, operator.origin.workstation, reason);
        const saved = await setSuppressionRule(tx, change);
        if (saved) {
          await applyOverlays(tx);
          await settleParents(tx);
        }
        const rule = (await listSuppressionRules(tx)).find((one) => one.rule === change.rule);
        if (!rule) return null;
        if (!saved) return { version: rule.version };
        await audit.record(tx, {
          ...operator,
          action: 'alarm-suppression-rule.update',
          targetType: 'alarm-suppression-rule',
          targetId: change.rule,
          oldValues: { isEnabled: !change.isEnabled },
          newValues: { isEnabled: change.isEnabled },
          changeReason: reason,
        });
        return rule;
      }),
    suppressions: (reader, rule, page) =>
      database.asUser(reader, (tx) => listSuppressions(tx, rule, page)),

    request: (operator, request) =>
      ordering(() =>
        database.asUser(operator, async (tx) => {
          const id = await requestOutOfService(tx, { ...request, userId: operator.userId });
          return id === null
            ? { kind: 'not-found' }
            : recorded(tx, operator, id, 'request', request.reason);
        }),
      ),
    step: (operator, to, { id, version, note }) =>
      ordering(() =>
        database.asUser(operator, async (tx) => {
          await actingFrom(tx, operator.origin.workstation, note ?? null);
          const given = { id, version, userId: operator.userId, note: note ?? null };
          const done = await (to === 'returned'
            ? returnToService(tx, given)
            : decideOutOfService(tx, { ...given, to }));
          if (done) {
            await applyOverlays(tx);
            return recorded(tx, operator, id, to, note ?? null);
          }
          const stands = await findOutOfService(tx, id);
          return stands ? { kind: 'conflict', version: stands.version } : { kind: 'not-found' };
        }),
      ),
    orders: (reader, statuses, page) =>
      database.asUser(reader, (tx) => listOutOfService(tx, statuses, page)),
  };
}
