import type { AlarmRaiser } from '#domains/alarms/alarms.service.ts';
import type { AuditService, DataAccessService } from '#domains/identity/audit/audit.service.ts';
import type { BadgeService } from '#domains/identity/badges/badge.service.ts';
import type { BadgeRead, BadgeReads } from '#domains/identity/readers/badge-reads.ts';
import type { SecurityService } from '#domains/identity/security/security.service.ts';
import type { TokenMaker } from '#domains/identity/tokens/tokens.service.ts';
import type { Monitor } from '#platform/monitors/monitor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Trace } from '#platform/serial/trace.ts';
import { exchangeHandlers } from './exchange/exchange.handlers.ts';
import { firmwareHandlers } from './firmware/firmware.handlers.ts';
import { firmwareOverdue, uploadRetention } from './firmware/firmware.monitors.ts';
import { type FirmwareService, firmwareService } from './firmware/firmware.service.ts';
import { firmwareSteps } from './firmware/firmware-steps.ts';
import { logHandlers } from './logs/logs.handlers.ts';
import { ingestHandlers } from './nodes/ingest.handlers.ts';
import { nodeConfigHandlers } from './nodes/node-configs.handlers.ts';
import { type NodeConfigs, nodeConfigs } from './nodes/node-configs.service.ts';
import { nodeAlarms } from './nodes/node-alarms.ts';
import { nodeIngest, type NodeIngest } from './nodes/node-ingest.service.ts';
import { bluetoothAge, nodeHealth, nodeHealthRetention } from './nodes/node-health.monitors.ts';
import { type NodeLinks, startNodeLinks } from './nodes/node-links.ts';
import { nodeRecords } from './nodes/node-records.ts';
import { nodeSteps } from './nodes/node-steps.ts';
import { upkeepRecords } from './nodes/upkeep-records.ts';
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
import { consoleSessions } from './sessions/sessions.service.ts';
import {
  nodeLink,
  sessionTimeout,
  shopfloorRetentions,
  unansweredCommands,
} from './shopfloor.monitors.ts';
import { machineHandlers, structureHandlers } from './structure/structure.handlers.ts';
import { structureService } from './structure/structure.service.ts';
import { createSync } from './sync/sync.ts';

/** What the shop floor takes from identity. */
export interface ShopfloorIdentity {
  readonly audit: AuditService;
  readonly dataAccess: DataAccessService;
  readonly badges: BadgeService;
  readonly security: SecurityService;
  readonly tokens: TokenMaker;
  /** Badges read at the serial readers of this process. */
  readonly reads: BadgeReads;
}

/** The shop floor as the composition root sees it. */
export interface ShopfloorDomain {
  readonly presenter: BadgePresenter;
  readonly handlers: ReturnType<typeof shopfloorHandlers>;
  readonly monitors: readonly Monitor[];
  /** Drives nodes and follows readers until disposed. */
  start(): Promise<AsyncDisposable>;
}

interface HandlerServices {
  readonly audit: AuditService;
  readonly safety: ReturnType<typeof createSafety>;
  readonly structure: ReturnType<typeof structureService>;
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
    machines: machineHandlers(database, changes, structure),
    structure: exchangeHandlers(database, services.audit),
    plans: planHandlers(database, planService(database, services.audit)),
    nodes: nodeHandlers(database, changes, {
      editor: nodes,
      enrolment: services.enrolment,
      traceOf: services.traceOf,
    }),
    sessions: sessionHandlers(database, changes, sessions),
    logs: logHandlers(database),
    ...services.safety.handlers,
    ingest: ingestHandlers(services.ingest),
    reports: reportHandlers(services.reports),
    sync: services.sync.handlers,
    nodeConfigs: nodeConfigHandlers(services.configs),
    firmware: firmwareHandlers(database, changes, services.firmware),
  };
}

/** Passes badges read at a machine's serial reader on. What cannot be decided is said in the log. */
function followReader(platform: Platform, presenter: BadgePresenter) {
  return async (read: BadgeRead): Promise<void> => {
    const { machineId, hex, technology, readerName: place } = read;
    if (read.purpose !== 'machine' || !machineId) return;
    try {
      await presenter.present({ machineId, hex, technology, place, via: 'reader' });
    } catch (error) {
      platform.log.error('A badge at a machine was not decided upon; nobody was let at it', error, {
        reader: place,
      });
    }
  };
}

/** Builds the shop floor. */
export function createShopfloor(
  platform: Platform,
  others: { readonly identity: ShopfloorIdentity; readonly alarms: AlarmRaiser },
): ShopfloorDomain {
  const { database, clock } = platform;
  const log = platform.log.child({ domain: 'shopfloor' });
  const { audit, dataAccess, badges, security, reads, tokens } = others.identity;
  const rules = sessionRules(security);
  const safety = createSafety(platform, { audit, rules, alarms: others.alarms });
  const alarms = nodeAlarms(others.alarms);
  const presenter = badgePresenter({ database, badges, rules });
  const troubles = nodeTroubles(alarms);
  const updates = firmwareSteps(troubles);
  const steps = nodeSteps({ rules, alarms, troubles, firmware: updates });
  const upkeep = upkeepRecords({ database, troubles, firmware: updates });
  const records = nodeRecords({ database, rules, alarms, steps });
  const ingest = nodeIngest({ database, presenter, steps, records, security });
  const structure = structureService(database, audit);
  const nodes = nodeEditor(database, audit);
  const sessions = consoleSessions(database, rules, audit);
  const reports = reportsService({ database, audit, dataAccess });
  const sync = createSync({ ...platform, log }, audit, others.alarms);
  const configs = nodeConfigs(database, audit);
  const enrolment = nodeEnrolment(nodes, tokens);
  const firmware = firmwareService({ database, audit, steps: updates, troubles });
  let links: NodeLinks | null = null;
  const traceOf = (nodeKey: string): Trace | null => links?.trace(nodeKey) ?? null;
  const services = {
    audit,
    safety,
    structure,
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
    handlers: shopfloorHandlers(platform, services),
    monitors: [
      ...safety.monitors,
      sessionTimeout(rules),
      nodeLink(alarms),
      unansweredCommands(rules, alarms),
      ...shopfloorRetentions,
      nodeHealth(troubles),
      bluetoothAge,
      nodeHealthRetention,
      useStatistics,
      elsewhereWatch(others.alarms, security),
      ...sync.monitors,
      firmwareOverdue(updates),
      uploadRetention,
    ],
    start() {
      const present = followReader({ ...platform, log }, presenter);
      const underWay = new Set<Promise<void>>();
      const driven = startNodeLinks({
        ...platform,
        clock,
        log,
        presenter,
        records,
        accessories: safety.records,
        upkeep,
      });
      links = driven;
      const following = reads.subscribe((read) => {
        const work = present(read).finally(() => underWay.delete(work));
        underWay.add(work);
      });
      return Promise.resolve({
        async [Symbol.asyncDispose]() {
          following[Symbol.dispose]();
          await Promise.all(underWay);
          links = null;
          await driven[Symbol.asyncDispose]();
        },
      });
    },
  };
}
