import type { AlarmConditions, AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { AuditService, DataAccessService } from '#domains/identity/audit/audit.service.ts';
import type { BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { StationBadges } from '#domains/identity/badges/station-badges.ts';
import type { BadgeRead } from '#domains/identity/readers/badge-reads.ts';
import type { RecentReads } from '#domains/identity/readers/recent-reads.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { TokenMaker } from '#domains/identity/tokens/tokens.service.ts';
import type { Log } from '#platform/log/log.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import { CommitUnknown } from '#platform/database/errors.ts';
import type { Platform } from '#platform/platform.ts';
import type { Trace } from '#platform/serial/trace.ts';
import { deferredHandlers } from './deferred/deferred.handlers.ts';
import { type DeferredRecords, deferredRecords, isAway } from './deferred/deferred.service.ts';
import { expectedAlarms } from './expected-alarms/expected-alarms.monitors.ts';
import { exchangeHandlers } from './exchange/exchange.handlers.ts';
import { firmwareHandlers } from './firmware/firmware.handlers.ts';
import { firmwareOverdue, uploadRetention } from './firmware/firmware.monitors.ts';
import { networkFirmware } from './firmware/network-firmware.ts';
import { type FirmwareService, firmwareService } from './firmware/firmware.service.ts';
import { firmwareSteps } from './firmware/firmware-steps.ts';
import { logHandlers } from './logs/logs.handlers.ts';
import { ingestHandlers } from './nodes/ingest.handlers.ts';
import { nodeConfigHandlers } from './nodes/node-configs.handlers.ts';
import { type NodeConfigs, nodeConfigs } from './nodes/node-configs.service.ts';
import { nodeAlarms } from './nodes/node-alarms.ts';
import { nodeEntries, type NodeEntries } from './nodes/node-entries.service.ts';
import { networkUpkeep } from './nodes/network-upkeep.ts';
import { nodeIngest, type NodeIngest } from './nodes/node-ingest.service.ts';
import { bluetoothAge, nodeHealth } from './nodes/node-health.monitors.ts';
import { type NodeLinks, startNodeLinks } from './nodes/node-links.ts';
import { nodeBadges } from './nodes/office-readers.ts';
import { nodeRecords } from './nodes/node-records.ts';
import { nodeRights, type NodeRights } from './nodes/node-rights.service.ts';
import { nodeSteps } from './nodes/node-steps.ts';
import { upkeepRecords } from './nodes/upkeep-records.ts';
import { upkeepSteps } from './nodes/upkeep-steps.ts';
import { nodeTroubles } from './nodes/node-troubles.ts';
import { nodeHandlers } from './nodes/nodes.handlers.ts';
import { planHandlers } from './plans/plans.handlers.ts';
import { planService } from './plans/plans.service.ts';
import { reportHandlers } from './reports/reports.handlers.ts';
import { type ReportsService, reportsService } from './reports/reports.service.ts';
import { useStatistics } from './reports/use-statistics.ts';
import { createSafety } from './safety.ts';
import { nodeEditor, type NodeEnrolment, nodeEnrolment } from './nodes/nodes.service.ts';
import { badgePresenter, type BadgePresenter } from './sessions/present-badge.service.ts';
import { elsewhereWatch } from './sessions/elsewhere-watch.ts';
import { sessionRules } from './sessions/session-rules.ts';
import { sessionHandlers } from './sessions/sessions.handlers.ts';
import { stationHandlers, type StationServices } from './sessions/stations.handlers.ts';
import { consoleSessions } from './sessions/sessions.service.ts';
import {
  nodeLink,
  sessionTimeout,
  shopfloorRetentions,
  unansweredCommands,
} from './shopfloor.monitors.ts';
import { machineChecks, type MachineChecks } from './structure/machine-checks.service.ts';
import { type ServiceState, serviceState } from './structure/service-state.service.ts';
import {
  machineHandlers,
  serviceStateHandlers,
  structureHandlers,
} from './structure/structure.handlers.ts';
import { structureService } from './structure/structure.service.ts';
import { createSync } from './sync/sync.ts';

/** What the shop floor takes from identity. */
export interface ShopfloorIdentity {
  readonly audit: AuditService;
  readonly dataAccess: DataAccessService;
  readonly badges: BadgeService;
  readonly stations: StationBadges;
  readonly security: SecurityService;
  readonly tokens: TokenMaker;
  /** Badges read at the readers of this process. */
  readonly reads: RecentReads;
}

/** The shop floor as the composition root sees it. */
export interface ShopfloorDomain {
  readonly presenter: BadgePresenter;
  /** What nodes did alone. */
  readonly entries: NodeEntries;
  /** Whom nodes may let at their machines alone. */
  readonly rights: NodeRights;
  /** What this console could not write while the database was away. */
  readonly deferred: DeferredRecords;
  readonly handlers: ReturnType<typeof shopfloorHandlers>;
  readonly monitors: readonly Monitor[];
  /** Drives nodes and follows readers until disposed. */
  start(): Promise<AsyncDisposable>;
}

interface HandlerServices {
  readonly audit: AuditService;
  readonly safety: ReturnType<typeof createSafety>;
  readonly checks: MachineChecks;
  readonly deferred: DeferredRecords;
  readonly stations: Omit<StationServices, 'database'>;
  readonly structure: ReturnType<typeof structureService>;
  readonly serviceState: ServiceState;
  readonly nodes: ReturnType<typeof nodeEditor>;
  readonly sessions: ReturnType<typeof consoleSessions>;
  readonly ingest: NodeIngest;
  readonly configs: NodeConfigs;
  readonly enrolment: NodeEnrolment;
  readonly firmware: FirmwareService;
  readonly traceOf: (nodeKey: string) => Trace | null;
  readonly reports: ReportsService;
  readonly sync: ReturnType<typeof createSync>;
}

function shopfloorHandlers({ database, changes }: Platform, services: HandlerServices) {
  const { structure, nodes, sessions } = services;
  return {
    ...structureHandlers(database, structure),
    machines: machineHandlers(database, changes, structure, services.checks),
    serviceState: serviceStateHandlers(services.serviceState),
    structure: exchangeHandlers(database, services.audit),
    plans: planHandlers(database, planService(database, services.audit)),
    nodes: nodeHandlers(database, changes, {
      editor: nodes,
      enrolment: services.enrolment,
      traceOf: services.traceOf,
    }),
    sessions: sessionHandlers(database, changes, sessions),
    stations: stationHandlers({ database, ...services.stations }),
    logs: logHandlers(database),
    ...services.safety.handlers,
    ingest: ingestHandlers(services.ingest),
    deferred: deferredHandlers(services.deferred),
    reports: reportHandlers(services.reports),
    sync: services.sync.handlers,
    nodeConfigs: nodeConfigHandlers(services.configs),
    firmware: firmwareHandlers(database, changes, services.firmware),
  };
}

/** What following readers needs. */
interface ReaderFollowing {
  readonly presenter: BadgePresenter;
  readonly badges: BadgeService;
  readonly deferred: DeferredRecords;
  readonly log: Log;
}

/**
 * Passes badges read at a machine's serial reader on. What cannot be decided lets nobody at the
 * machine; that it was refused is written when the database is back.
 */
function followReader({ presenter, badges, deferred, log }: ReaderFollowing) {
  return async (read: BadgeRead): Promise<void> => {
    const { machineId, hex, technology, readerName: place } = read;
    if (read.purpose !== 'machine' || !machineId) return;
    try {
      await presenter.present({ machineId, hex, technology, place, via: 'reader' });
    } catch (error) {
      log.error('A badge at a machine was not decided upon; nobody was let at it', error, {
        reader: place,
      });
      if (!isAway(error)) return;
      deferred.keep({
        kind: 'refused-badge',
        place: { machineId },
        badge: badges.reference(read),
        via: 'reader',
        at: read.at.toISOString(),
        ...(error instanceof CommitUnknown && { unsure: true }),
      });
    }
  };
}

/** Builds the shop floor. */
export function createShopfloor(
  platform: Platform,
  others: {
    readonly identity: ShopfloorIdentity;
    readonly alarms: AlarmRaiser & AlarmConditions;
  },
): ShopfloorDomain {
  const { database } = platform;
  const log = platform.log.child({ domain: 'shopfloor' });
  const { audit, dataAccess, badges, security, reads, tokens } = others.identity;
  const rules = sessionRules(security);
  const safety = createSafety(platform, { audit, rules, alarms: others.alarms });
  const alarms = nodeAlarms(others.alarms);
  const presenter = badgePresenter({ database, badges, rules });
  const troubles = nodeTroubles(alarms);
  const updates = firmwareSteps(troubles);
  const steps = nodeSteps({ rules, alarms, troubles, firmware: updates });
  const keeping = upkeepSteps(troubles);
  const upkeep = upkeepRecords({ database, steps: keeping, firmware: updates });
  const records = nodeRecords({ database, rules, alarms, steps });
  const entries = nodeEntries({ database, badges, rules, security, alarms });
  const rights = nodeRights(database, platform.secrets, badges);
  const deferred = deferredRecords({ platform, audit, badges, entries });
  const accessories = safety.records;
  const fetched = networkFirmware(database, updates);
  const network = networkUpkeep({ database, accessories, steps: keeping, firmware: fetched });
  const present = nodeBadges({ database, clock: platform.clock, reads, presenter });
  const talk = { present, steps, records, upkeep: network, firmware: fetched, entries, rights };
  const ingest = nodeIngest({ database, security, ...talk });
  const checks = machineChecks(database, audit);
  const structure = structureService(database, audit);
  const service = serviceState(database, rules, audit);
  const nodes = nodeEditor(database, audit);
  const sessions = consoleSessions(database, rules, audit);
  const reports = reportsService({ database, audit, dataAccess });
  const sync = createSync({ ...platform, log }, audit, others.alarms);
  const configs = nodeConfigs(database, audit);
  const enrolment = nodeEnrolment(nodes, tokens);
  const firmware = firmwareService({ database, audit, steps: updates, troubles });
  const stations = {
    badges: others.identity.stations,
    presenter,
    sessions,
    structure,
    checks,
  };
  let links: NodeLinks | null = null;
  const traceOf = (nodeKey: string): Trace | null => links?.trace(nodeKey) ?? null;
  const services = {
    audit,
    safety,
    structure,
    serviceState: service,
    nodes,
    sessions,
    ingest,
    configs,
    enrolment,
    firmware,
    traceOf,
    reports,
    sync,
  };
  return {
    presenter,
    entries,
    rights,
    deferred,
    handlers: shopfloorHandlers(platform, { ...services, checks, deferred, stations }),
    monitors: [
      ...safety.monitors,
      sessionTimeout(rules),
      nodeLink(alarms),
      expectedAlarms(others.alarms),
      unansweredCommands(rules, alarms),
      ...shopfloorRetentions,
      nodeHealth(troubles),
      bluetoothAge,
      useStatistics,
      elsewhereWatch(others.alarms, security),
      ...sync.monitors,
      firmwareOverdue(updates),
      uploadRetention,
    ],
    async start() {
      const waiting = await deferred.open();
      const presentAt = followReader({ presenter, badges, deferred, log });
      const underWay = new Set<Promise<void>>();
      const driving = {
        present,
        records,
        entries,
        rights,
        deferred,
        badges,
        accessories,
        upkeep,
      };
      const driven = startNodeLinks({ ...platform, log, ...driving });
      links = driven;
      const followed = rights.follow(platform.changes);
      const following = reads.subscribe((read) => {
        const work = presentAt(read).finally(() => underWay.delete(work));
        underWay.add(work);
      });
      return {
        async [Symbol.asyncDispose]() {
          following[Symbol.dispose]();
          await Promise.all(underWay);
          links = null;
          await driven[Symbol.asyncDispose]();
          await followed[Symbol.asyncDispose]();
          await waiting[Symbol.asyncDispose]();
        },
      };
    },
  };
}
