import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Connection } from '#platform/rpc/context.ts';
import { systemPortListing } from '#platform/serial/port-listing.ts';
import { createAreaRights } from './area-rights/area-rights.service.ts';
import { auditAnchors } from './audit/audit-anchors.ts';
import { auditService, dataAccessService } from './audit/audit-recording.ts';
import type { AuditService, DataAccessService } from './audit/audit.service.ts';
import { createBadgeService } from './badges/badge-identification.ts';
import type { BadgeService } from './badges/badge.service.ts';
import { createBadgesService } from './badges/badges.service.ts';
import { createDepartmentsService } from './departments/departments.service.ts';
import { createDisplayKeeper } from './displays/display-keeper.ts';
import { createDisplayPairing, type DisplayPairing } from './displays/display-pairing.ts';
import { startDisplayWatch } from './displays/display-watch.ts';
import { createDisplaysService } from './displays/displays.service.ts';
import { areaRightsHandlers } from './handlers/area-rights.handlers.ts';
import { badgesHandlers, readersHandlers, tokensHandlers } from './handlers/devices.handlers.ts';
import {
  departmentsHandlers,
  rolesHandlers,
  usersHandlers,
} from './handlers/directory.handlers.ts';
import { displaysHandlers } from './handlers/displays.handlers.ts';
import { accountHandlers, sessionHandlers, setUpHandlers } from './handlers/sign-in.handlers.ts';
import { auditHandlers, securityHandlers } from './handlers/trail.handlers.ts';
import { createStationBadges, type StationBadges } from './badges/station-badges.ts';
import type { IdentityParts } from './identity-services.ts';
import { identityMonitors } from './identity.monitors.ts';
import { argon2Hashing } from './passwords/hashing.ts';
import { boundedPolicy, defaultPolicy, type IdentityPolicy } from './policy.ts';
import { watchReaderLinks } from './readers/reader-alarms.ts';
import { createReaderLinks, type TransportMaker } from './readers/reader-links.ts';
import { createReaderStreams } from './readers/reader-streams.ts';
import { createReadersService } from './readers/readers.service.ts';
import { createRecentReads, type RecentReads } from './readers/recent-reads.ts';
import { createRolesService } from './roles/roles.service.ts';
import { createIdentityAlarms } from './security/identity-alarms.ts';
import { createSecurityService } from './security/security-recording.ts';
import type { SecurityService } from './security/security.service.ts';
import { createAccountService } from './sessions/account.service.ts';
import { createProofs } from './sessions/proofs.ts';
import { createSessionKeeper } from './sessions/session-keeper.ts';
import { startSessionWatch } from './sessions/session-watch.ts';
import { createSessionService } from './sessions/session.service.ts';
import { createSetUpService } from './sessions/set-up.service.ts';
import { createSignInService } from './sessions/sign-in.service.ts';
import { createTokensService, type TokenService } from './tokens/tokens.service.ts';
import { createUserAdministration } from './users/user-administration.service.ts';
import { createUsersService } from './users/users.service.ts';

/** What may be set about identity. Limits of {@link boundedPolicy} hold whatever is set. */
export interface IdentityOptions {
  readonly idleLockMinutes?: number;
  readonly longestHours?: number;
  /** Cost of argon2id; tests take the cheapest. */
  readonly hashing?: IdentityPolicy['hashing'];
  /** Published passwords that open nothing here: those of the demo, outside it. */
  readonly refusedPasswords?: readonly string[];
  /** The way to readers; that of the machine unless given. */
  readonly makeTransport?: TransportMaker;
}

/** Identity as the composition root and the other domains see it. */
export interface IdentityDomain {
  readonly audit: AuditService;
  readonly dataAccess: DataAccessService;
  readonly security: SecurityService;
  readonly badges: BadgeService;
  /** Badges shown at consoles that several people share. */
  readonly stations: StationBadges;
  /** Badges as the readers of this process read them; nodes of the shop floor add theirs. */
  readonly reads: RecentReads;
  readonly tokens: TokenService;
  /** Wall displays, as the web shell pairs them and knows them again. */
  readonly displayPairing: DisplayPairing;
  readonly handlers: ReturnType<typeof identityHandlers>;
  readonly monitors: readonly Monitor[];
  /** From then on misuse of badges, lost readers and an altered trail are alarms, too. */
  raiseAlarmsThrough(alarms: AlarmRaiser): void;
  /** Follows sessions and opens readers. Disposing stops both. */
  start(): Promise<AsyncDisposable>;
  /** Gives a reconnecting client the session of its token; false when there is none. */
  attachClient(connection: Connection, clientToken: string): Promise<boolean>;
  /** Exchanges the one-time code of a sign-in for a new client token; null when it does not work. */
  redeemHandover(code: string): Promise<string | null>;
}

function policyOf(options: IdentityOptions): IdentityPolicy {
  const { idleLockMinutes, longestHours, hashing, refusedPasswords = [] } = options;
  return boundedPolicy({
    ...defaultPolicy,
    ...(idleLockMinutes ? { idleLockSeconds: idleLockMinutes * 60 } : {}),
    ...(longestHours ? { longestHours } : {}),
    ...(hashing ? { hashing } : {}),
    refusedPasswords: new Set(refusedPasswords.map((password) => password.normalize('NFC'))),
  });
}

function partsOf(platform: Platform, policy: IdentityPolicy): IdentityParts {
  return {
    platform,
    policy,
    hashing: argon2Hashing(policy.hashing),
    audit: auditService,
    security: createSecurityService(platform.database),
    alarms: createIdentityAlarms(),
  };
}

function compose(platform: Platform, options: IdentityOptions) {
  const parts = partsOf(platform, policyOf(options));
  const keeper = createSessionKeeper(platform.clock, parts.policy);
  const displayKeeper = createDisplayKeeper(platform.clock);
  const sessions = createSessionService(parts, keeper);
  const proofs = createProofs(parts);
  const reads = createRecentReads(platform.clock, platform.log);
  const links = createReaderLinks(platform, reads, options.makeTransport);
  const badge = createBadgeService(parts);
  const anchors = auditAnchors(platform.host.dataDir);
  return {
    parts,
    keeper,
    displayKeeper,
    sessions,
    reads,
    links,
    badge,
    anchors,
    ports: systemPortListing,
    streams: createReaderStreams(platform, links, reads),
    stations: createStationBadges({ parts, proofs, badges: badge, reads }),
    signIn: createSignInService({ parts, proofs, sessions, badges: badge, reads }),
    setUp: createSetUpService(parts, sessions),
    account: createAccountService(parts, proofs),
    users: createUsersService(parts),
    administration: createUserAdministration(parts),
    areaRights: createAreaRights(parts),
    roles: createRolesService(parts),
    departments: createDepartmentsService(parts),
    badges: createBadgesService(parts, badge, reads),
    readers: createReadersService(parts),
    tokens: createTokensService(parts),
    displays: createDisplaysService(parts),
    displayPairing: createDisplayPairing(parts, displayKeeper),
  };
}

function identityHandlers(made: ReturnType<typeof compose>) {
  return {
    setUp: setUpHandlers(made),
    session: sessionHandlers(made),
    account: accountHandlers(made),
    users: usersHandlers(made),
    areaRights: areaRightsHandlers(made),
    roles: rolesHandlers(made),
    departments: departmentsHandlers(made),
    badges: badgesHandlers(made),
    readers: readersHandlers(made),
    tokens: tokensHandlers(made),
    displays: displaysHandlers(made),
    security: securityHandlers(made),
    audit: auditHandlers(made),
  };
}

/** Builds identity: people, what they may do, how they prove who they are, and the trail. */
export function createIdentity(platform: Platform, options: IdentityOptions = {}): IdentityDomain {
  const made = compose(platform, options);
  const { parts, keeper, sessions, links, tokens } = made;
  return {
    audit: parts.audit,
    dataAccess: dataAccessService,
    security: parts.security,
    badges: made.badge,
    stations: made.stations,
    reads: made.reads,
    tokens,
    displayPairing: made.displayPairing,
    handlers: identityHandlers(made),
    monitors: identityMonitors(parts, made.anchors),
    raiseAlarmsThrough: parts.alarms.connect,
    async start() {
      const running = new AsyncDisposableStack();
      running.use(startSessionWatch(parts, keeper, sessions));
      running.use(startDisplayWatch(parts, made.displayKeeper));
      running.use(await links.start());
      running.use(watchReaderLinks(platform, links, parts.alarms));
      return running;
    },
    attachClient: sessions.attachClient,
    redeemHandover: sessions.redeemHandover,
  };
}
