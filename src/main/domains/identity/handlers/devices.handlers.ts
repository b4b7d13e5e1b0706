import { procedures } from '#platform/rpc/procedures.ts';
import { formatEndpoint } from '#platform/serial/endpoint.ts';
import { portEndpoint, type PortListing } from '#platform/serial/port-listing.ts';
import type { BadgesService } from '../badges/badges.service.ts';
import type { ReaderStreams } from '../readers/reader-streams.ts';
import type { ReadersService } from '../readers/readers.service.ts';
import { answering } from '../refusal.ts';
import type { TokensService } from '../tokens/tokens.service.ts';
import { endOf } from './sign-in.handlers.ts';

/** What badges, readers and tokens are answered from. */
export interface DeviceHandlers {
  readonly badges: BadgesService;
  readonly readers: ReadersService;
  readonly streams: ReaderStreams;
  readonly ports: PortListing;
  readonly tokens: TokensService;
}

/** Answers `identity.badges`. */
export function badgesHandlers({ badges }: DeviceHandlers) {
  const own = procedures.identity.badges;
  return {
    list: own.list.handler(({ input, context }) => badges.list(context.actor, input.userId)),
    identify: own.identify.handler(({ input, context, errors }) =>
      answering(errors, () => badges.identify(context.actor, input.badge)),
    ),
    enrol: own.enrol.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ id: await badges.enrol(context, input) })),
    ),
    setStatus: own.setStatus.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ version: await badges.setStatus(context, input) })),
    ),
    history: own.history.handler(({ input, context }) => badges.history(context.actor, input.id)),
  };
}

function readerSettings({ readers, ports }: DeviceHandlers) {
  const own = procedures.identity.readers;
  return {
    list: own.list.handler(({ context }) => readers.list(context.actor)),
    ports: own.ports.handler(async () => {
      const found = await ports.list();
      return found.map((port) =>
        Object.assign({ endpoint: formatEndpoint(portEndpoint(port)) }, port),
      );
    }),
    create: own.create.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ id: await readers.create(context, input) })),
    ),
    update: own.update.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ version: await readers.update(context, input) })),
    ),
    assign: own.assign.handler(({ input, context, errors }) =>
      answering(errors, async () => ({ version: await readers.assign(context, input) })),
    ),
    remove: own.remove.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await readers.remove(context, input.id, input.version);
        return {};
      }),
    ),
  };
}

/** Answers `identity.readers`. */
export function readersHandlers(parts: DeviceHandlers) {
  const { streams } = parts;
  const own = procedures.identity.readers;
  return {
    ...readerSettings(parts),
    links: own.links.handler(({ context: { actor, connection }, signal }) =>
      streams.links(actor, endOf(connection, signal)),
    ),
    trace: own.trace.handler(({ input, context: { connection }, signal, errors }) =>
      answering(errors, () => Promise.resolve(streams.trace(input.id, endOf(connection, signal)))),
    ),
    reads: own.reads.handler(({ context: { connection }, signal }) =>
      streams.reads(connection.workstation, ['enrolment', 'sign-in'], endOf(connection, signal)),
    ),
  };
}

/** Answers `identity.tokens`. */
export function tokensHandlers({ tokens }: DeviceHandlers) {
  const own = procedures.identity.tokens;
  return {
    list: own.list.handler(({ input: { cursor, limit, ...filter }, context }) =>
      tokens.list(context.actor, filter, { cursor, limit }),
    ),
    create: own.create.handler(({ input, context }) => tokens.create(context, input)),
    rotate: own.rotate.handler(({ input, context, errors }) =>
      answering(errors, () => tokens.rotate(context, input)),
    ),
    revoke: own.revoke.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await tokens.revoke(context, input.id);
        return {};
      }),
    ),
  };
}
