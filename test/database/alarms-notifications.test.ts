import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelFields, RouteFields } from '#contract/alarms/notifications.ts';
import type { Language } from '#contract/words/languages.ts';
import type { Operator } from '#domains/alarms/alarms.service.ts';
import {
  createNotifications,
  type NotificationsService,
} from '#domains/alarms/notifications/notifications.service.ts';
import { createOutlet } from '#domains/alarms/notifications/outlets.ts';
import { type AlarmsSite, createAlarmsSite } from '#test/support/alarms-site.ts';
import { type ReceivedMail, type SmtpServer, smtpServer } from '#test/support/smtp-server.ts';

let site: AlarmsSite;
let operator: Operator;
let smtp: SmtpServer;
let notifications: NotificationsService;

beforeAll(async () => {
  site = await createAlarmsSite({ ownClock: true });
  operator = await site.operator();
  smtp = await smtpServer();
  const keeper = { database: site.platform.database, audit: site.audit };
  notifications = createNotifications(keeper, site.platform, createOutlet(site.platform));
});
afterAll(async () => {
  await smtp[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});
beforeEach(async () => {
  for (const table of ['alarms', 'deliveries', 'routes', 'channels']) {
    await site.db.admin.query(`delete from alarms.${table}`);
  }
});

const mailServer = (): ChannelFields => ({
  kind: 'email',
  name: 'Works mail',
  isEnabled: true,
  host: '127.0.0.1',
  port: smtp.port,
  security: 'none',
  username: null,
  sender: 'signalbox@example.com',
});
const routeTo = (channelId: string, part: Partial<RouteFields> = {}): RouteFields => ({
  name: 'Urgent',
  channelId,
  trigger: 'annunciated',
  priorities: ['P1', 'P2'],
  positionId: null,
  alarmTypes: [],
  roleIds: [],
  addresses: ['duty@example.com'],
  isEnabled: true,
  ...part,
});
const raise = (id: string, priority: 'P1' | 'P4', title?: string) =>
  site.domain.service.raise([
    {
      alarmType: 'node_offline',
      source: { type: 'node', id, name: `Node ${id}` },
      priority,
      title,
    },
  ]);
const deliveries = async () => {
  const { rows } = await site.db.admin.query<{
    status: string;
    attempts: number;
    error: string | null;
    recipients: number | null;
  }>('select status, attempts, error, recipients from alarms.deliveries order by id');
  return rows;
};

/** What the only channel shows of its last use. */
async function lastResult() {
  const { rows } = await site.db.admin.query<{
    last_error: string | null;
    last_success_at: string | null;
  }>('select last_error, last_success_at, version from alarms.channels');
  return rows[0];
}

/** Somebody with an address, a language and a role of their own. */
async function roleWith(email: string, language: Language = 'en'): Promise<string> {
  const { rows } = await site.db.admin.query<{ id: string }>(
    `with person as (insert into identity.users (username, full_name, email, locale) values ($1, $1, $1, $2) returning id),
     role as (insert into identity.roles (name) values ($1) returning id)
     insert into identity.user_roles (user_id, role_id) select person.id, role.id from person, role returning role_id as id`,
    [email, language],
  );
  return rows[0]?.id ?? '';
}

/** The text of a mail, decoded. */
function textOf(mail: ReceivedMail | undefined): string {
  const [headers = '', ...parts] = (mail?.data ?? '').split('\n\n');
  const body = parts.join('\n\n');
  if (/^content-transfer-encoding: base64/imu.test(headers)) {
    return Buffer.from(body, 'base64').toString();
  }
  const octets = body
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString();
}

describe('e-mail', () => {
  it('goes to roles and addresses, once, for the priorities of its route alone', async () => {
    const channel = await notifications.createChannel(operator, mailServer());
    const roleIds = [await roleWith('Chief@example.com')];
    await notifications.createRoute(operator, routeTo(channel.id, { roleIds }));
    await raise('1', 'P1', 'Line one\r\nBcc: evil@example.com');
    await raise('2', 'P4');
    await site.run('alarms.deliveries');
    await site.run('alarms.deliveries');
    expect(smtp.mails).toHaveLength(1);
    const [mail] = smtp.mails;
    expect(mail?.from).toBe('signalbox@example.com');
    expect(mail?.to.toSorted()).toEqual(['chief@example.com', 'duty@example.com']);
    expect(textOf(mail)).toContain('Check power and cable at the node');
    expect(mail?.data.split('\n\n')[0]).not.toMatch(/^bcc:/imu);
    expect(await deliveries()).toEqual([
      { status: 'sent', attempts: 1, error: null, recipients: 2 },
    ]);
  });

  it('speaks the language of its reader, and shows nobody who else gets it', async () => {
    const channel = await notifications.createChannel(operator, mailServer());
    const roleIds = [
      await roleWith('minjun@example.com', 'ko'),
      await roleWith('sato@example.com', 'ja'),
    ];
    await notifications.createRoute(operator, routeTo(channel.id, { roleIds }));
    const before = smtp.mails.length;
    await raise('1', 'P1');
    await site.run('alarms.deliveries');
    const mails = new Map(smtp.mails.slice(before).map((mail) => [mail.to.join(), mail]));
    expect([...mails.keys()].toSorted()).toEqual([
      'duty@example.com',
      'minjun@example.com',
      'sato@example.com',
    ]);
    expect(textOf(mails.get('duty@example.com'))).toContain('P1 Node is offline');
    expect(textOf(mails.get('minjun@example.com'))).toContain('조치 방법');
    expect(textOf(mails.get('sato@example.com'))).toContain('対応方法');
    for (const { data } of mails.values()) expect(data).not.toMatch(/^(to|cc):.*@/imu);
    expect(await deliveries()).toMatchObject([{ status: 'sent', recipients: 3 }]);
  });

  it('is tried again with growing pauses, given up in the end, and a failing channel is an alarm', async () => {
    const channel = await notifications.createChannel(operator, mailServer());
    await notifications.createRoute(operator, routeTo(channel.id));
    const before = smtp.mails.length;
    smtp.refuse('451 busy', 100);
    await raise('1', 'P1');
    for (const pause of [0, 10, 60, 300, 900, 3600]) {
      await site.advance(pause);
      await site.run('alarms.deliveries');
      await site.run('alarms.deliveries');
    }
    expect(await deliveries()).toEqual([
      { status: 'failed', attempts: 6, error: 'The mail server refused it (451).', recipients: 0 },
    ]);
    const failing = (await site.all(operator)).find(
      ({ alarmType }) => alarmType === 'notification_failed',
    );
    expect(failing).toMatchObject({ sourceName: 'Works mail', state: 'active-unacked' });
    smtp.refuse('', 0);
    const { id } = await only('deliveries');
    await site.db.admin.query(
      `update alarms.deliveries set status = 'pending', finished_at = null, next_attempt_at = clock_timestamp() where id = $1`,
      [id],
    );
    await site.run('alarms.deliveries');
    expect(smtp.mails).toHaveLength(before + 1);
    const after = (await site.all(operator)).find(
      ({ alarmType }) => alarmType === 'notification_failed',
    );
    expect(after).toMatchObject({ state: 'returned-unacked' });
  });

  it('showed an old failure after a test had got through, and none after a test that had not', async () => {
    const { id } = await notifications.createChannel(operator, mailServer());
    const alarmState = async () =>
      (await site.all(operator)).find(({ alarmType }) => alarmType === 'notification_failed')
        ?.state;
    smtp.refuse('550 unknown', 1);
    const refused = 'The mail server refused it (550).';
    expect(await notifications.test(operator, id, 'duty@example.com')).toBe(refused);
    expect(await lastResult()).toMatchObject({ last_error: refused, last_success_at: null });
    expect(await alarmState()).toBe('active-unacked');
    expect(await notifications.test(operator, id, 'duty@example.com')).toBeNull();
    expect(await lastResult()).toMatchObject({ last_error: null, version: 1 });
    expect((await lastResult())?.last_success_at).not.toBeNull();
    expect(await alarmState()).toBe('returned-unacked');
  });

  it('left the alarm of a failing channel standing when the channel was switched off', async () => {
    const { id, version } = await notifications.createChannel(operator, mailServer());
    smtp.refuse('550 unknown', 1);
    await notifications.test(operator, id, 'duty@example.com');
    const off = { ...mailServer(), isEnabled: false };
    await notifications.updateChannel(operator, { id, version }, off);
    const [failing] = await site.all(operator);
    expect(failing).toMatchObject({ alarmType: 'notification_failed', state: 'returned-unacked' });
  });

  it('is told of what nobody took note of in time', async () => {
    const channel = await notifications.createChannel(operator, mailServer());
    await notifications.createRoute(operator, routeTo(channel.id, { trigger: 'escalated' }));
    const before = smtp.mails.length;
    await raise('1', 'P1');
    await site.run('alarms.deliveries');
    expect(smtp.mails).toHaveLength(before);
    await site.advance(60);
    await site.run('alarms.escalation');
    await site.run('alarms.deliveries');
    expect(smtp.mails.at(-1)?.data).toMatch(/^subject: escalation 1: \[p1\]/imu);
  });
});

async function only(table: string): Promise<{ id: string }> {
  const { rows } = await site.db.admin.query<{ id: string }>(`select id from alarms.${table}`);
  const [row] = rows;
  if (!row) throw new Error(`There is nothing in ${table}.`);
  return row;
}

/** An application that takes webhooks. */
async function receiver(status: () => number) {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(status()).end();
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`,
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

describe('a webhook', () => {
  it('is signed, repeats under the same key, and its key cannot be read back', async () => {
    let status = 500;
    await using application = await receiver(() => status);
    const channel = await notifications.createChannel(operator, {
      kind: 'webhook',
      name: 'Messenger',
      isEnabled: true,
      url: application.url,
      allowPrivate: true,
      secret: 'a key that signs',
    });
    await notifications.createRoute(operator, routeTo(channel.id));
    expect(JSON.stringify([channel, site.audited])).not.toContain('a key that signs');
    const { rows } = await site.db.admin.query<{ secret: string }>(
      'select secret from alarms.channels',
    );
    expect(rows[0]?.secret).not.toContain('a key that signs');
    await raise('1', 'P1');
    await site.run('alarms.deliveries');
    status = 204;
    await site.advance(10);
    await site.run('alarms.deliveries');
    expect(application.calls).toHaveLength(2);
    const [first, second] = application.calls;
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    const [, seconds = '', digest] =
      /^t=(\d+),v1=([0-9a-f]{64})$/u.exec(String(second?.headers['x-signalbox-signature'])) ?? [];
    expect(digest).toBe(
      createHmac('sha256', 'a key that signs').update(`${seconds}.${second?.body}`).digest('hex'),
    );
    expect(JSON.parse(second?.body ?? '')).toMatchObject({
      type: 'alarm.raised',
      alarm: { priority: 'P1', sourceName: 'Node 1', state: 'active-unacked' },
    });
    expect(await deliveries()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  });

  it('is refused without a key, and tested without an alarm', async () => {
    await using application = await receiver(() => 200);
    const fields = {
      kind: 'webhook' as const,
      name: 'Messenger',
      isEnabled: true,
      url: application.url,
      allowPrivate: true,
    };
    await expect(notifications.createChannel(operator, fields)).rejects.toThrow(/channels_webhook/);
    const { id } = await notifications.createChannel(operator, { ...fields, secret: 'k' });
    expect(await notifications.test(operator, id, undefined)).toBeNull();
    expect(JSON.parse(application.calls[0]?.body ?? '')).toMatchObject({ type: 'alarm.test' });
  });
});
