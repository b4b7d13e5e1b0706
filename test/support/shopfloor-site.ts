import { randomUUID } from 'node:crypto';
import type { Permission } from '#contract/permissions.ts';
import { createAlarmsService } from '#domains/alarms/alarms.service.ts';
import { auditService } from '#domains/identity/audit/audit-recording.ts';
import { createBadgeService } from '#domains/identity/badges/badge-identification.ts';
import { badgeHmac } from '#domains/identity/badges/badge-hmac.ts';
import { argon2Hashing } from '#domains/identity/passwords/hashing.ts';
import { defaultPolicy } from '#domains/identity/policy.ts';
import type { BadgeRead, BadgeReads } from '#domains/identity/readers/badge-reads.ts';
import { createSecurityService } from '#domains/identity/security/security-recording.ts';
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
}

/** A shop floor with one area and one zone, on a real database, with identity's real services. */
export interface ShopfloorSite extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly platform: Platform;
  readonly changes: Changes;
  readonly domain: ShopfloorDomain;
  readonly areaId: string;
  readonly zoneId: string;
  person(options?: PersonOptions): Promise<SitePerson>;
  machine(options?: MachineOptions): Promise<string>;
  /** A node that was heard just now, or is offline. */
  node(endpoint: string | null, nodeId?: string, status?: 'online' | 'offline'): Promise<string>;
  /** Reads one value with the superuser's eyes. */
  value<T>(statement: string, ...values: readonly unknown[]): Promise<T | null>;
  /** A badge was read at the serial reader of a machine. */
  read(machineId: string, badge: BadgeUid): void;
}

/** What a test may set of its site. */
export interface SiteOptions {
  readonly clock?: Clock;
  readonly log?: Log;
  /** Stands between the program and its database. */
  readonly database?: (database: Database) => Database;
}

function readsOfTest() {
  const listeners = new Set<(read: BadgeRead) => void>();
  const reads: BadgeReads = {
    subscribe(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    find: () => null,
  };
  function read(machineId: string, badge: BadgeUid): void {
    const at = new Date();
    const reader = { readId: randomUUID(), readerId: randomUUID(), readerName: 'Test reader' };
    for (const listener of listeners) {
      listener({ ...badge, ...reader, purpose: 'machine', machineId, workstation: null, at });
    }
  }
  return { reads, read };
}

function domainOf(platform: Platform, reads: BadgeReads): ShopfloorDomain {
  const security = createSecurityService(platform.database);
  const badges = createBadgeService({
    platform,
    policy: defaultPolicy,
    hashing: argon2Hashing(defaultPolicy.hashing),
    audit: auditService,
    security,
  });
  return createShopfloor(platform, {
    identity: { audit: auditService, badges, security, reads },
    alarms: createAlarmsService(platform, auditService),
  });
}

/** Builds a site. */
export async function createShopfloorSite(options: SiteOptions = {}): Promise<ShopfloorSite> {
  const { clock = systemClock, log = silentLog } = options;
  const db = await createTestDatabase();
  const changes = pgChanges({ connect: () => openClient(db.target, 'test-changes'), clock, log });
  const keys = parseKeys(newKeyLine(1), 'the test');
  const platform: Platform = {
    clock,
    log,
    database: options.database?.(db.database) ?? db.database,
    changes,
    secrets: aesSecrets(() => keys),
    host: { installationId: randomUUID(), workstation: 'Test station', dataDir: '', demo: false },
  };
  const { reads, read } = readsOfTest();

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
    const badgeId = await insert(
      'insert into identity.badges (user_id, uid_hmac, technology, last_four, status) values ($1, $2, $3, $4, $5)',
      userId,
      badgeHmac(platform.secrets, badge),
      badge.technology,
      hex.slice(-4),
      badgeStatus,
    );
    return { userId, username, badgeId, badge };
  }

  const machine = (what: MachineOptions = {}): Promise<string> =>
    insert(
      `insert into shopfloor.machines (machine_id, name, zone_id, node_id, node_port, condition, active,
         check_after_use, timeout_minutes, warning_minutes)
       values ($1, 'Mill', $2, $3, $4, $5, $6, $7, $8, $9)`,
      `M-${randomUUID().slice(0, 8)}`,
      what.zoneId === undefined ? zoneId : what.zoneId,
      what.nodeId ?? null,
      what.port ?? 0,
      what.condition ?? 'ok',
      what.active ?? true,
      what.checkAfterUse ?? false,
      what.timeoutMinutes ?? 60,
      what.warningMinutes ?? 5,
    );

  return {
    db,
    platform,
    changes,
    domain: domainOf(platform, reads),
    areaId,
    zoneId,
    person,
    machine,
    node: (endpoint, nodeId = `N-${randomUUID().slice(0, 8)}`, status = 'online') =>
      insert(
        `insert into shopfloor.nodes (node_id, name, zone_id, endpoint, status, last_seen)
         values ($1, $1, $2, $3, $4::varchar, case when $4 = 'online' then now() end)`,
        nodeId,
        zoneId,
        endpoint,
        status,
      ),
    value,
    read,
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}
