import { describe, expect, it, vi } from 'vitest';
import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import { memoryDevice } from '#platform/serial/memory-transport.ts';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';

/** An alarm queue that writes down what it is told. */
function notedAlarms() {
  const told: string[] = [];
  const note = (verb: string, many: readonly { alarmType: string; source: { id: string } }[]) => {
    told.push(...many.map(({ alarmType, source }) => `${verb} ${alarmType} ${source.id}`));
    return Promise.resolve(many.length);
  };
  const queue: AlarmRaiser = {
    raise: (many) => note('raise', many),
    clear: (many) => note('clear', many),
    raiseIn: (_, many) => note('raise', many),
    clearIn: (_, many) => note('clear', many),
    describeIn: (_, many) => note('describe', many),
    async reconcileIn(_, alarmType, conditions) {
      const raised = await note(
        'reconcile',
        conditions.map(({ source }) => ({ alarmType, source })),
      );
      return { raised, cleared: 0, described: 0 };
    },
  };
  return { queue, told };
}

describe('alarms of identity', () => {
  it('tell of a reader that stays away for ten seconds, and of its return', async () => {
    const device = memoryDevice('reader');
    const { queue, told } = notedAlarms();
    await using site = await createIdentitySite({ makeTransport: () => device.transport });
    site.identity.raiseAlarmsThrough(queue);
    const admin = await signInAdministrator(site);
    const { id } = await admin.client.readers.create({
      name: 'Desk reader',
      endpoint: 'tcp://10.0.0.9:4001',
      profile: 'rdm6300',
      assignment: { purpose: 'sign-in', workstation: 'desk' },
    });
    await using running = new AsyncDisposableStack();
    running.use(await site.identity.start());
    await vi.waitFor(() => expect(device.connected).toBe(true));
    await site.clock.advance(2_000);
    told.length = 0;
    device.unplug();
    await site.clock.advance(9_000);
    expect(told).toEqual([]);
    await site.clock.advance(6_000);
    await vi.waitFor(() => expect(told).toEqual([`raise reader_link_down ${id}`]));
    device.plug();
    await site.clock.advance(30_000);
    await vi.waitFor(() =>
      expect(told).toEqual([`raise reader_link_down ${id}`, `clear reader_link_down ${id}`]),
    );
  });

  it('tell of an altered trail and of a badge at two places', async () => {
    const { queue, told } = notedAlarms();
    await using site = await createIdentitySite();
    site.identity.raiseAlarmsThrough(queue);
    const admin = await signInAdministrator(site);
    const shown = { from: 'wedge' as const, keys: '62E3086CED' };
    const badge = {
      userId: admin.userId,
      readings: [shown, shown] as [typeof shown, typeof shown],
    };
    const { id } = await admin.client.badges.enrol(badge);
    for (const name of ['one', 'two']) {
      await site.identity.badges.identify(
        null,
        { technology: 'em4100', hex: '62E3086CED' },
        { key: name, name },
      );
    }
    expect(told).toEqual([`raise badge_anomaly ${id}`]);
    await site.runMonitor('identity.audit-seal');
    await site.runMonitor('identity.audit-verify');
    expect(told).toHaveLength(1);
    await site.db.admin.query(`update identity.audit_logs set username = 'x' where id = 1`);
    await site.runMonitor('identity.audit-verify');
    expect(told.at(-1)).toBe('raise audit_chain_broken trail');
  });

  it('tell of unknown badges that are tried one after the other at one place', async () => {
    const { queue, told } = notedAlarms();
    await using site = await createIdentitySite();
    site.identity.raiseAlarmsThrough(queue);
    const place = { key: 'workstation:gate', name: 'Gate' };
    for (const last of ['1', '2', '3', '4', '5', '6']) {
      await site.identity.badges.identify(
        null,
        { technology: 'em4100', hex: `62E308600${last}` },
        place,
      );
    }
    expect(told).toEqual([]);
    expect(await site.runMonitor('identity.misuse-watch')).toBe(1);
    expect(told).toEqual(['reconcile unknown_badges workstation:gate']);
  });

  it('tell of a token a month before it ends, until a successor is there', async () => {
    const { queue, told } = notedAlarms();
    await using site = await createIdentitySite();
    site.identity.raiseAlarmsThrough(queue);
    const admin = await signInAdministrator(site);
    const { tokens } = admin.client;
    const { id } = await tokens.create({ name: 'n', scopes: ['node:connect'], validDays: 31 });
    const { id: late } = await tokens.create({
      name: 'l',
      scopes: ['node:connect'],
      validDays: 90,
    });
    await site.runMonitor('identity.token-expiry');
    expect(told).toEqual([]);
    await site.clock.advance(2 * 86_400_000);
    await site.runMonitor('identity.token-expiry');
    expect(told).toEqual([`reconcile token_expiring ${id}`]);
    expect((await tokens.list({ endingWithinDays: 30 })).rows.map((row) => row.id)).toEqual([id]);
    await tokens.rotate({ id, validDays: 365, overlapHours: 24 });
    await site.runMonitor('identity.token-expiry');
    expect(told).toHaveLength(1);
    expect(told.join(' ')).not.toContain(late);
  });

  it('tell of an altered trail when a person has it verified', async () => {
    const { queue, told } = notedAlarms();
    await using site = await createIdentitySite();
    site.identity.raiseAlarmsThrough(queue);
    const admin = await signInAdministrator(site);
    await site.runMonitor('identity.audit-seal');
    await admin.client.audit.verify();
    expect(told).toEqual([]);
    await site.db.admin.query(`update identity.audit_logs set username = 'x' where id = 1`);
    expect(await admin.client.audit.verify()).toMatchObject({ fault: { id: '1' } });
    expect(told).toEqual(['raise audit_chain_broken trail']);
  });
});
