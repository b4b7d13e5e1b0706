import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permission } from '#contract/permissions.ts';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { badgeHmac } from '#domains/identity/badges/badge-hmac.ts';
import { nodeKeys, sealNodeKeys } from '#domains/identity/badges/node-keys.ts';
import { createIdentity, type IdentityDomain } from '#domains/identity/identity.domain.ts';
import { createShopfloor, type ShopfloorDomain } from '#domains/shopfloor/shopfloor.domain.ts';
import { pgChanges } from '#platform/changes/pg-changes.ts';
import type { Changes } from '#platform/changes/changes.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { systemClock } from '#platform/clock/system-clock.ts';
import { openClient } from '#platform/database/client.ts';
import type { Database } from '#platform/database/database.ts';
import type { Log } from '#platform/log/log.ts';
import { silentLog } from '#platform/log/log.ts';
import type { Platform } from '#platform/platform.ts';
import { aesSecrets } from '#platform/secrets/aes-secrets.ts';
import { newKeyLine, parseKeys } from '#platform/secrets/master-keys.ts';
import type { BadgeUid } from '#platform/serial/badge-uid.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { personWith } from './test-people.ts';

/** A person with a badge and, mostly, a right. */
export interface SitePerson {
  readonly userId: string;
  readonly username: string;
  readonly badgeId: string;
  readonly badge: BadgeUid;
}

/** How a person of a test site differs from one who may run machines in the site's area. */
export interface PersonOptions {
  /** Level in the site's area; null for none. */
  readonly level?: 'view' | 'operate' | 'manage' | 'admin' | null;
  /** The level holds in all areas. */
  readonly everywhere?: boolean;
  readonly permissions?: readonly Permission[];
  readonly badgeStatus?: 'active' | 'lost' | 'blocked';
  readonly status?: 'active' | 'inactive';
}

/** How a machine of a test site differs from one that no node guards. */
export interface MachineOptions {
  readonly zoneId?: string | null;
  readonly nodeId?: string | null;
  readonly port?: number;
  readonly condition?: 'ok' | 'to-check' | 'blocked';
  readonly active?: boolean;
  readonly checkAfterUse?: boolean;
  readonly timeoutMinutes?: number;
  readonly warningMinutes?: number;
  readonly takeOver?: 'none' | 'manager' | 'idle';
  readonly extendByBadge?: boolean;
}

/** A shop floor with one area and one zone, on a real database, with identity's real services. */
export interface ShopfloorSite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly changes: Changes;
  readonly domain: ShopfloorDomain;
  readonly identity: IdentityDomain;
  readonly areaId: string;
  readonly zoneId: string;
  person(options?: PersonOptions): Promise<SitePerson>;
  machine(options?: MachineOptions): Promise<string>;
  /**
   * A node that was heard just now, or is offline. It does not see the stop circuit of its zone, so
   * that nodes of other tests, long gone, keep nobody from starting.
   */
  node(endpoint: string | null, nodeId?: string, status?: 'online' | 'offline'): Promise<string>;
  /** Reads one value with the superuser's eyes. */
  value<T>(statement: string, ...values: readonly unknown[]): Promise<T | null>;
  /** A serial reader of a machine, driven by this site's process. */
  reader(endpoint: string, machineId: string): Promise<string>;
  /** A badge as records that wait for the database name it. */
  reference(badge: BadgeUid): string;
  /** Opens readers and nodes until disposed. */
  start(): Promise<AsyncDisposable>;
}

/** What a test may set of its site. */
export interface SiteOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** The line of its key file, where another process is to have the same. */
  readonly keyLine?: string;
  /** The database's clock stands still until `setDatabaseTime` moves it. */
  readonly ownClock?: boolean;
  /** Stands between the program and its database. */
  readonly database?: (database: Database) => Database;
}

/** Builds a site. */
export async function createShopfloorSite(options: SiteOptions = {}): Promise<ShopfloorSite> {
  const { clock = systemClock, log = silentLog } = options;
  const db = await createTestDatabase({ ownClock: options.ownClock ?? false });
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-site-'));
  const changes = pgChanges({ connect: () => openClient(db.target, 'test-changes'), clock, log });
  const keys = parseKeys(options.keyLine ?? newKeyLine(1), 'the test');
  const platform: Platform = {
    clock,
    log,
    database: options.database?.(db.database) ?? db.database,
    changes,
    secrets: aesSecrets(() => keys),
    host: { installationId: randomUUID(), workstation: 'Test station', dataDir, demo: false },
  };
  const identity = createIdentity(platform);
  const alarms = createAlarmsService(platform, identity.audit);
  const domain = createShopfloor(platform, { identity, alarms });

  async function value<T>(statement: string, ...values: readonly unknown[]): Promise<T | null> {
    const { rows } = await db.admin.query<Record<string, T>>(statement, [...values]);
    return Object.values(rows[0] ?? {})[0] ?? null;
  }
  async function insert(statement: string, ...values: readonly unknown[]): Promise<string> {
    const id = await value<string>(`${statement} returning id`, ...values);
    if (id === null) throw new Error('The test inserted nothing.');
    return id;
  }

  const areaId = await insert(`insert into shopfloor.areas (name, code) values ('Hall 1', 'H1')`);
  const zoneId = await insert(
    `insert into shopfloor.zones (name, area_id, code) values ('Milling', $1, 'M')`,
    areaId,
  );

  async function person(who: PersonOptions = {}): Promise<SitePerson> {
    const { level = 'operate', everywhere = false, badgeStatus = 'active' } = who;
    const { userId, username } = await personWith(db, who.permissions ?? []);
    await db.admin.query('update identity.users set status = $2 where id = $1', [
      userId,
      who.status ?? 'active',
    ]);
    if (level) {
      await insert(
        `insert into identity.user_scopes (user_id, scope_type, scope_id, permission_level) values ($1, 'area', $2, $3)`,
        userId,
        everywhere ? null : areaId,
        level,
      );
    }
    const hex = randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase();
    const badge: BadgeUid = { technology: 'em4100', hex };
    const { secrets } = platform;
    const hmac = badgeHmac(secrets, badge);
    const badgeId = await insert(
      'insert into identity.badges (user_id, uid_hmac, node_keys, technology, last_four, status) values ($1, $2, $3, $4, $5, $6)',
      userId,
      hmac,
      sealNodeKeys(secrets, hmac, nodeKeys(secrets, badge)),
      badge.technology,
      hex.slice(-4),
      badgeStatus,
    );
    return { userId, username, badgeId, badge };
  }

  const machine = (what: MachineOptions = {}): Promise<string> =>
    insert(
      `insert into shopfloor.machines (machine_id, name, zone_id, node_id, node_port, condition, active,
         check_after_use, timeout_minutes, warning_minutes, take_over, extend_by_badge)
       values ($1, 'Mill', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      `M-${randomUUID().slice(0, 8)}`,
      what.zoneId === undefined ? zoneId : what.zoneId,
      what.nodeId ?? null,
      what.port ?? 0,
      what.condition ?? 'ok',
      what.active ?? true,
      what.checkAfterUse ?? false,
      what.timeoutMinutes ?? 60,
      what.warningMinutes ?? 5,
      what.takeOver ?? 'none',
      what.extendByBadge ?? false,
    );

  return {
    db,
    platform,
    changes,
    domain,
    identity,
    areaId,
    zoneId,
    person,
    machine,
    node: (endpoint, nodeId = `N-${randomUUID().slice(0, 8)}`, status = 'online') =>
      insert(
        `insert into shopfloor.nodes (node_id, name, zone_id, endpoint, status, last_seen, monitors_estop)
         values ($1, $1, $2, $3, $4::varchar, case when $4 = 'online' then now() end, false)`,
        nodeId,
        zoneId,
        endpoint,
        status,
      ),
    value,
    reader: (endpoint, machineId) =>
      insert(
        `insert into identity.readers (name, endpoint, profile, technology, purpose, machine_id, installation_id)
         values ('Reader', $1, 'rdm6300', 'em4100', 'machine', $2, $3)`,
        endpoint,
        machineId,
        platform.host.installationId,
      ),
    reference: identity.badges.reference,
    async start() {
      await using starting = new AsyncDisposableStack();
      starting.use(await identity.start());
      starting.use(await domain.start());
      return starting.move();
    },
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
