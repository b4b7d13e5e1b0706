import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandOver, type HandedOver } from '#domains/alarms/hand-over/hand-over.service.ts';
import type { HandOverService } from '#domains/alarms/hand-over/hand-over.service.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';

let site: AlarmsSite;
let [outgoing, incoming]: Operator[] = [];
let service: HandOverService;
let positionId: string;

const need = (who: Operator | undefined): Operator => {
  if (!who) throw new Error('The operators are not there yet.');
  return who;
};
const sheetOf = (done: HandedOver) => {
  if (done.kind !== 'saved') throw new Error(`The step ended as ${done.kind}.`);
  return done.row;
};
const raise = (id: string) =>
  site.domain.service.raise([
    { alarmType: 'node_offline', source: { type: 'node', id, name: `Node ${id}` } },
  ]);
const seen = async (id: string) =>
  (await site.domain.service.list(need(outgoing), { sourceId: id }, { limit: 1 })).rows;

beforeAll(async () => {
  site = await createAlarmsSite();
  [outgoing, incoming] = [await site.operator('Wall 1'), await site.operator('Wall 2')];
  service = createHandOver({ database: site.platform.database, audit: site.audit });
  const { rows } = await site.db.admin.query<{ id: string }>('select id from alarms.positions');
  positionId = rows[0]?.id ?? '';
  for (const id of ['standing', 'waiting', 'shelved']) await raise(id);
  await site.domain.service.acknowledge(need(outgoing), await seen('standing'), null);
  const order = { seconds: 3600, oneShot: false, reason: 'known fault' };
  await site.overlays.shelve(need(outgoing), await seen('shelved'), order);
});
afterAll(() => site[Symbol.asyncDispose]());

const shift = {
  shiftFrom: '2026-01-01T00:00:00Z',
  shiftTo: '2036-01-01T00:00:00Z',
  notes: 'Pump 3 is loud.',
};

describe('a hand-over sheet', () => {
  it('holds what stands, waits and is shelved, and the sources that asked most', async () => {
    const { sheet, notes } = sheetOf(
      await service.create(need(outgoing), { positionId, ...shift }),
    );
    expect(notes).toBe('Pump 3 is loud.');
    expect(sheet.standing).toMatchObject([{ sourceName: 'Node standing', state: 'active-acked' }]);
    expect(sheet.unacknowledged).toMatchObject([{ sourceName: 'Node waiting' }]);
    expect(sheet.shelved).toMatchObject([{ sourceName: 'Node shelved', reason: 'known fault' }]);
    expect(sheet.topTen.map(({ alarms }) => alarms)).toEqual([1, 1, 1]);
    expect(sheet).toMatchObject({ annunciated: 3, floods: 0, outOfService: [] });
  });

  it('is signed by one person, received by another, and never changes after', async () => {
    const draft = sheetOf(await service.create(need(outgoing), { positionId, ...shift }));
    expect(await service.receive(need(incoming), draft)).toEqual({
      kind: 'refused',
      by: 'not-signed',
    });
    await raise('late');
    const saved = sheetOf(await service.update(need(outgoing), draft, 'Pump 3 is quiet again.'));
    expect(saved.sheet.unacknowledged).toHaveLength(2);
    expect(await service.sign(need(outgoing), draft)).toMatchObject({ kind: 'conflict' });
    const signed = sheetOf(await service.sign(need(outgoing), saved));
    expect(signed).toMatchObject({ signedFrom: 'Wall 1', signedBy: need(outgoing).userId });
    const refused = { kind: 'refused', by: 'signed' };
    expect(await service.update(need(outgoing), signed, 'other')).toEqual(refused);
    expect(await service.remove(need(outgoing), signed)).toEqual(refused);
    expect(await service.receive(need(outgoing), signed)).toEqual({
      kind: 'refused',
      by: 'own-sheet',
    });
    const received = sheetOf(await service.receive(need(incoming), signed));
    expect(received.receivedAt).not.toBeNull();
    expect(await service.receive(need(incoming), received)).toEqual(refused);
    await expect(
      site.db.admin.query('update alarms.hand_overs set sheet = $1 where id = $2', [
        {},
        received.id,
      ]),
    ).rejects.toThrow(/cannot be changed/);
  });

  it('cannot end before it begins, and a draft may be thrown away', async () => {
    const turned = { positionId, shiftFrom: shift.shiftTo, shiftTo: shift.shiftFrom, notes: '' };
    expect(await service.create(need(outgoing), turned)).toEqual({
      kind: 'refused',
      by: 'invalid-shift',
    });
    const draft = sheetOf(await service.create(need(outgoing), { positionId, ...shift }));
    expect(await service.remove(need(outgoing), draft)).toEqual({ kind: 'removed' });
    expect(await service.sign(need(outgoing), draft)).toEqual({ kind: 'not-found' });
  });
});
