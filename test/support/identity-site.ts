import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createIdentity,
  type IdentityDomain,
  type IdentityOptions,
} from '#domains/identity/identity.domain.ts';
import type { Changes } from '#platform/changes/changes.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import { type FakeClock, fakeClock } from '#platform/clock/fake-clock.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Platform } from '#platform/platform.ts';
import type { MonitorRun } from '#platform/monitors/monitor.ts';
import type { Connection } from '#platform/rpc/context.ts';
import type { RouterClient } from '@orpc/server';
import { createClientFor } from '#platform/rpc/local-client.ts';
import { openConnection } from '#platform/rpc/connection.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** A connection of a test, and what became of it. */
export interface TestConnection {
  readonly connection: Connection;
  /** Why the other side hung up, in order. */
  readonly hangUps: readonly string[];
}

/** Identity over a database of a test's own, with a clock that the test moves. */
export interface IdentitySite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly clock: FakeClock;
  readonly platform: Platform;
  readonly identity: IdentityDomain;
  /** A second process over the same database. */
  another(): IdentityDomain;
  connect(
    over?: Partial<Pick<Connection, 'transport' | 'address' | 'workstation'>>,
  ): TestConnection;
  /** Calls procedures on a connection, with the checks of every transport. */
  client(connection: Connection, of?: IdentityDomain): IdentityClient;
  /** Runs a monitor once, as its leader would. */
  runMonitor(name: string): Promise<number>;
}

/** What a test calls. */
export type IdentityClient = RouterClient<IdentityDomain['handlers']>;

/** The cheapest argon2id there is. */
export const cheapHashing = { memoryCost: 1024, timeCost: 1, parallelism: 1 } as const;

/** A password that the policy accepts. */
export const goodPassword = 'velvet tram nine oceans';

function testSecrets() {
  const key = randomBytes(32);
  return aesSecrets(() => ({ newest: 1, oldest: 1, get: () => key }));
}

/** Waits for the gap that a reader is told of when the listening connection stands. */
async function listening(changes: Changes): Promise<void> {
  const waiting = new AbortController();
  await changes.watch(['identity.users'], waiting.signal)[Symbol.asyncIterator]().next();
  waiting.abort();
}

/** Makes the site. Nothing is started. */
export async function createIdentitySite(options: IdentityOptions = {}): Promise<IdentitySite> {
  await using cleanup = new AsyncDisposableStack();
  const db = cleanup.use(await createTestDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-identity-'));
  cleanup.defer(() => rm(dataDir, { recursive: true, force: true }));
  const clock = fakeClock(new Date());
  const connectListener = () => openClient(db.target, 'changes');
  const changes = cleanup.use(
    pgChanges({ connect: connectListener, clock: systemClock, log: silentLog }),
  );
  await listening(changes);
  const platform: Platform = {
    clock,
    log: silentLog,
    database: db.database,
    changes,
    secrets: testSecrets(),
    host: { installationId: randomUUID(), workstation: 'desk', dataDir, demo: false },
  };
  const another = () => createIdentity(platform, { hashing: cheapHashing, ...options });
  const identity = another();
  const running = cleanup.move();
  return {
    db,
    clock,
    platform,
    identity,
    another,
    connect(over = {}) {
      const hangUps: string[] = [];
      const peer = {
        transport: 'web',
        address: '10.0.0.7',
        userAgent: 'test',
        workstation: 'desk',
      };
      const { connection } = openConnection({ ...peer, ...over } as Connection, (reason) =>
        hangUps.push(reason),
      );
      return { connection, hangUps };
    },
    client: (connection, of = identity) =>
      createClientFor(of.handlers, connection, {
        log: silentLog,
        clock,
        recordIncident: ({ error }) => {
          throw error;
        },
      }),
    async runMonitor(name) {
      const monitor = identity.monitors.find((each) => each.name === name);
      if (!monitor) throw new Error(`There is no monitor ${name}.`);
      const run: MonitorRun = {
        fenced: (work) => db.database.asSystem(name, work),
        now: clock.now(),
        signal: new AbortController().signal,
      };
      return (await monitor.run(run)).affected;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** An administrator who is signed in. */
export interface Administrator {
  readonly connection: Connection;
  readonly client: IdentityClient;
  readonly userId: string;
  readonly handover: string;
}

/** Makes the first administrator, on a connection of their own. */
export async function signInAdministrator(site: IdentitySite): Promise<Administrator> {
  const { connection } = site.connect({ address: '10.9.9.9' });
  const client = site.client(connection);
  const outcome = await client.setUp.createFirstAdministrator({
    username: 'root.kim',
    fullName: 'Kim Min-jung',
    password: goodPassword,
  });
  if (outcome.kind !== 'signed-in') throw new Error('The set-up did not sign in.');
  return { connection, client, userId: outcome.session.userId, handover: outcome.handover };
}

/** Code of a refusal, or what was answered. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Makes a user with these roles and signs them in; the forced change of password is done. */
export async function signInUser(
  site: IdentitySite,
  admin: Administrator,
  username: string,
  roleNames: readonly string[] = [],
): Promise<Omit<Administrator, 'handover'>> {
  const roles = await admin.client.roles.list();
  const roleIds = roles.flatMap(({ id, name }) => (roleNames.includes(name) ? [id] : []));
  const made = await admin.client.users.create({ username, fullName: username, roleIds });
  const { connection } = site.connect({ address: '10.8.8.8' });
  const client = site.client(connection);
  await client.session.signIn({ username, password: made.oneTimePassword });
  await client.session.completePasswordChange({ newPassword: goodPassword });
  return { connection, client, userId: made.id };
}
