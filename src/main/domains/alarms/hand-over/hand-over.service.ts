import type { HandOver } from '#contract/alarms/hand-over.ts';
import { violatedConstraint } from '#platform/database/constraints.ts';
import type { Tx } from '#platform/database/database.ts';
import type { Operator } from '../alarms.service.ts';
import { addSetting, removeSetting, saveSetting, type SettingsKeeper } from '../settings.ts';
import {
  deleteHandOver,
  findHandOver,
  type GivenHandOver,
  insertHandOver,
  type NewHandOver,
  receiveHandOver,
  signHandOver,
  updateHandOver,
} from './hand-over.queries.ts';

/** What became of a step of a hand-over. */
export type HandedOver =
  | { readonly kind: 'saved'; readonly row: HandOver }
  | { readonly kind: 'conflict'; readonly version: number }
  | { readonly kind: 'not-found' }
  /** What the table refused, by the name of its constraint. */
  | { readonly kind: 'refused'; readonly by: Refusal };

/** Why a step was refused. */
export type Refusal = 'signed' | 'not-signed' | 'own-sheet' | 'invalid-shift';

const refusals: Readonly<Record<string, Refusal>> = {
  hand_overs_signed_stay: 'signed',
  hand_overs_received: 'not-signed',
  hand_overs_two_people: 'own-sheet',
  hand_overs_shift: 'invalid-shift',
};

async function refusing<T>(work: () => Promise<T>): Promise<T | { kind: 'refused'; by: Refusal }> {
  try {
    return await work();
  } catch (error) {
    const by = refusals[violatedConstraint(error) ?? ''];
    if (!by) throw error;
    return { kind: 'refused', by };
  }
}

const noun = 'alarm-hand-over';

/** Shift hand-over: begun, kept up to date, signed by one person and received by another. */
export interface HandOverService {
  create(
    operator: Operator,
    given: Omit<NewHandOver, 'userId' | 'workstation'>,
  ): Promise<HandedOver>;
  update(operator: Operator, given: GivenHandOver, notes: string): Promise<HandedOver>;
  sign(operator: Operator, given: GivenHandOver): Promise<HandedOver>;
  receive(operator: Operator, given: GivenHandOver): Promise<HandedOver>;
  remove(operator: Operator, given: GivenHandOver): Promise<HandedOver | { kind: 'removed' }>;
}

const signatureOf = ({ userId, origin }: Operator) => ({
  userId,
  workstation: origin.workstation,
});

/** Makes it. */
export function createHandOver(keeper: SettingsKeeper): HandOverService {
  const save = (
    operator: Operator,
    { id, version }: GivenHandOver,
    write: (tx: Tx) => Promise<boolean>,
  ): Promise<HandedOver> =>
    refusing(() =>
      saveSetting(keeper, operator, {
        noun,
        id,
        version,
        find: (tx) => findHandOver(tx, id),
        write,
      }),
    );

  return {
    create: (operator, given) =>
      refusing(async () => ({
        kind: 'saved',
        row: await addSetting(keeper, operator, noun, async (tx) =>
          findHandOver(tx, await insertHandOver(tx, { ...given, ...signatureOf(operator) })),
        ),
      })),
    update: (operator, given, notes) =>
      save(operator, given, (tx) => updateHandOver(tx, given, notes)),
    sign: (operator, given) =>
      save(operator, given, (tx) => signHandOver(tx, given, signatureOf(operator))),
    receive: (operator, given) =>
      save(operator, given, (tx) => receiveHandOver(tx, given, signatureOf(operator))),
    remove: (operator, given) =>
      refusing(async () => {
        const removed = await removeSetting(keeper, operator, { noun, id: given.id }, (tx) =>
          deleteHandOver(tx, given),
        );
        return removed ? { kind: 'removed' } : { kind: 'not-found' };
      }),
  };
}
