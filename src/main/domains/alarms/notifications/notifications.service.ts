import { randomUUID } from 'node:crypto';
import type { Channel, ChannelFields, Route, RouteFields } from '#contract/alarms/notifications.ts';
import type { Platform } from '#platform/platform.ts';
import type { Operator } from '../alarms.service.ts';
import {
  addSetting,
  removeSetting,
  saveSetting,
  type SettingSaved,
  type SettingsKeeper,
} from '../settings.ts';
import {
  deleteChannel,
  deleteRoute,
  findChannel,
  findChannelRow,
  findRoute,
  insertChannel,
  insertRoute,
  recordTest,
  updateChannel,
  updateRoute,
} from './channels.queries.ts';
import { type DueDelivery, languageOf, type Recipient } from './deliveries.queries.ts';
import { reconcileFailing } from './failing-channels.ts';
import { mailTexts } from './mail-texts.ts';
import { type Outlet, secretPlace } from './outlets.ts';

/** A record as an editor read it. */
export interface Given {
  readonly id: string;
  readonly version: number;
}

/** Channels and routes as people configure them. */
export interface NotificationsService {
  createChannel(operator: Operator, fields: ChannelFields): Promise<Channel>;
  updateChannel(
    operator: Operator,
    given: Given,
    fields: ChannelFields,
  ): Promise<SettingSaved<Channel>>;
  removeChannel(operator: Operator, given: Given): Promise<boolean>;
  /**
   * Sends a test message and keeps what came of it as the channel's last result. Answers why it
   * failed, null where it did not, undefined for no such channel.
   */
  test(operator: Operator, id: string, to: string | undefined): Promise<string | null | undefined>;
  createRoute(operator: Operator, fields: RouteFields): Promise<Route>;
  updateRoute(operator: Operator, given: Given, fields: RouteFields): Promise<SettingSaved<Route>>;
  removeRoute(operator: Operator, given: Given): Promise<boolean>;
}

const testMessage = (
  channelId: string,
  recipients: readonly Recipient[],
  at: Date,
): DueDelivery => ({
  id: randomUUID(),
  channelId,
  attempt: 1,
  event: 'test',
  at: at.toISOString(),
  alarm: {
    id: randomUUID(),
    type: 'test',
    priority: 'P4',
    title: mailTexts.en.testTitle,
    message: mailTexts.en.testMessage,
    sourceType: 'notification-channel',
    sourceId: channelId,
    sourceName: 'Signalbox',
    state: 'normal',
    annunciation: 1,
    escalationLevel: 0,
    operatorAction: null,
    consequence: null,
  },
  recipients,
});

/** Makes it. */
export function createNotifications(
  keeper: SettingsKeeper,
  { clock, secrets }: Pick<Platform, 'clock' | 'secrets'>,
  send: Outlet,
): NotificationsService {
  const sealed = (id: string, secret: string | null | undefined) =>
    typeof secret === 'string' ? secrets.seal(secretPlace(id), secret) : secret;
  // What was corrected, switched off or removed fails no longer, although nothing is due to show it.
  const tellFailing = () => keeper.database.asSystem('alarm-channel', reconcileFailing);
  return {
    createChannel: (operator, fields) =>
      addSetting(keeper, operator, 'alarm-channel', async (tx) => {
        const id = randomUUID();
        await insertChannel(tx, id, fields, sealed(id, fields.secret) ?? null);
        return findChannel(tx, id);
      }),
    async updateChannel(operator, given, fields) {
      const saved = await saveSetting(keeper, operator, {
        noun: 'alarm-channel',
        ...given,
        find: (tx) => findChannel(tx, given.id),
        write: (tx) => updateChannel(tx, given, fields, sealed(given.id, fields.secret)),
      });
      if (saved.kind === 'saved') await tellFailing();
      return saved;
    },
    async removeChannel(operator, { id, version }) {
      const setting = { noun: 'alarm-channel', id };
      const removed = await removeSetting(keeper, operator, setting, (tx) =>
        deleteChannel(tx, id, version),
      );
      if (removed) await tellFailing();
      return removed;
    },
    async test(operator, id, to) {
      const { channel, language } = await keeper.database.asUser(operator, async (tx) => ({
        channel: await findChannelRow(tx, id),
        language: await languageOf(tx, operator.userId),
      }));
      if (!channel) return undefined;
      const recipients = to === undefined ? [] : [{ address: to, language }];
      const message = testMessage(id, recipients, clock.now());
      const { error } = await send(channel, message, AbortSignal.timeout(30_000));
      await keeper.database.asSystem('alarm-channel-test', async (tx) => {
        await recordTest(tx, id, error);
        await reconcileFailing(tx);
      });
      return error;
    },
    createRoute: (operator, fields) =>
      addSetting(keeper, operator, 'alarm-route', async (tx) =>
        findRoute(tx, await insertRoute(tx, fields)),
      ),
    updateRoute: (operator, given, fields) =>
      saveSetting(keeper, operator, {
        noun: 'alarm-route',
        ...given,
        find: (tx) => findRoute(tx, given.id),
        write: (tx) => updateRoute(tx, given, fields),
      }),
    removeRoute: (operator, { id, version }) =>
      removeSetting(keeper, operator, { noun: 'alarm-route', id }, (tx) =>
        deleteRoute(tx, id, version),
      ),
  };
}
