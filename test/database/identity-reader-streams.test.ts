import { describe, expect, it, vi } from 'vitest';
import { memoryDevice } from '#platform/serial/memory-transport.ts';
import { encodePlainLine } from '#platform/serial/plain-line.ts';
import { createIdentitySite, signInAdministrator } from '#test/support/identity-site.ts';

const badge = Uint8Array.from([0x62, 0xe3, 0x08, 0x6c, 0xed]);

async function siteWithReader() {
  const device = memoryDevice('reader');
  const site = await createIdentitySite({ makeTransport: () => device.transport });
  const running = await site.identity.start();
  const admin = await signInAdministrator(site);
  const { id } = await admin.client.readers.create({
    name: 'Desk reader',
    endpoint: 'tcp://10.0.0.9:4001',
    profile: 'plain-line',
    assignment: { purpose: 'sign-in', workstation: 'desk' },
  });
  await vi.waitFor(() => expect(device.connected).toBe(true));
  const stack = new AsyncDisposableStack();
  stack.use(site);
  stack.use(running);
  return { site, admin, device, id, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('streams of readers', () => {
  it('begin with every link as it is and follow it', async () => {
    await using arranged = await siteWithReader();
    const { admin, device, id } = arranged;
    const states: string[] = [];
    const stream = await admin.client.readers.links();
    for await (const message of stream) {
      const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
      states.push(...rows.map(({ readerId, state }) => `${readerId === id} ${state}`));
      if (states.length === 1) device.unplug();
      if (states.at(-1) === 'true down') break;
    }
    expect([states[0], states.at(-1)]).toEqual(['true up', 'true down']);
  });

  it('offer a stranger at the sign-in screen the read, not the number', async () => {
    await using arranged = await siteWithReader();
    const { site, admin, device } = arranged;
    const wedge = { from: 'wedge' as const, keys: '62E3086CED' };
    await admin.client.badges.enrol({ userId: admin.userId, readings: [wedge, wedge] });
    const { connection } = site.connect();
    const stranger = site.client(connection);
    const stream = await stranger.session.badgeReads();
    const next = stream.next();
    const listening = setInterval(() => device.emit(encodePlainLine(badge, 'hex')), 20);
    const answer = await next;
    clearInterval(listening);
    if (answer.done) throw new Error('The stream ended.');
    const { value } = answer;
    expect(JSON.stringify(value)).not.toContain('62E3086CED');
    expect(value.lastFour).toBe('6CED');
    const shown = { from: 'reader' as const, readId: value.readId };
    await stranger.session.signInWithBadge({ badge: shown });
    expect(connection.session?.actor).toMatchObject({ userId: admin.userId, level: 'badge' });
    await stream.return(undefined);
  });

  it('keep the reads of one workstation from another', async () => {
    await using arranged = await siteWithReader();
    const { site, device } = arranged;
    const elsewhere = site.client(site.connect({ workstation: 'gate' }).connection);
    const stream = await elsewhere.session.badgeReads();
    const first = stream.next();
    const seen = vi.fn();
    site.identity.reads.subscribe(seen);
    device.emit(encodePlainLine(badge, 'hex'));
    await vi.waitFor(() => expect(seen).toHaveBeenCalled());
    await stream.return(undefined);
    expect((await first).done).toBe(true);
  });
});
