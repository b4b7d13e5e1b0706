import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  MoveInCounts,
  MoveInReport,
  MoveInSource,
  MoveInStep,
  MoveInTable,
} from '#contract/shopfloor/move-in.ts';
import { badgeHmac } from '#domains/identity/badges/badge-hmac.ts';
import { createIdentity } from '#domains/identity/identity.domain.ts';
import { createDatabase } from '#platform/database/create-database.ts';
import { maintenanceLimits } from '#platform/database/target.ts';
import { createMoveIn } from '#domains/shopfloor/move-in/move-in.ts';
import { createShopfloorSite, type ShopfloorSite, type SitePerson } from './shopfloor-site.ts';
import { makeShopMonitor, type ShopMonitor } from './shop-monitor.ts';

/** A shop floor, and a ShopMonitor in a file beside it that is moved in. */
export interface MoveInSite extends AsyncDisposable {
  readonly site: ShopfloorSite;
  readonly shop: ShopMonitor;
  readonly folder: string;
  readonly admin: SitePerson;
  rehearse(over?: Partial<MoveInSource>): Promise<MoveInReport>;
  move(over?: Partial<MoveInSource>): Promise<MoveInReport>;
  /** The steps of a move, until `signal` ends it. */
  steps(signal: AbortSignal): AsyncGenerator<MoveInStep, void>;
  count(table: string, where?: string): Promise<number>;
}

/** What became of the rows of one table. */
export const countsOf = (report: MoveInReport, table: MoveInTable): MoveInCounts | undefined =>
  report.tables.find((one) => one.table === table);

/** What did not fit in one table, as lines. */
export const reasonsOf = (report: MoveInReport, table: MoveInTable): string[] =>
  report.reasons
    .filter((one) => one.table === table)
    .map(({ kind, column, reason, count }) => `${kind} ${column} ${reason} ${count}`)
    .toSorted();

async function lastReport(steps: AsyncIterable<MoveInStep>): Promise<MoveInReport> {
  let report: MoveInReport | undefined;
  for await (const step of steps) if (step.kind === 'report') report = step.report;
  if (!report) throw new Error('There was no report.');
  return report;
}

/** Builds both; the ShopMonitor is empty. */
export async function createMoveInSite(): Promise<MoveInSite> {
  await using cleanup = new AsyncDisposableStack();
  const site = cleanup.use(await createShopfloorSite());
  const permissions = ['database:configure'] as const;
  const admin = await site.person({ level: 'admin', everywhere: true, permissions });
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-move-in-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const shop = cleanup.use(makeShopMonitor(join(folder, 'shop_monitor.db')));
  const { audit } = createIdentity(site.platform);
  const { clock, log } = site.platform;
  const patient = cleanup.use(
    createDatabase(site.db.target, { clock, log, limits: maintenanceLimits, maxConnections: 2 }),
  );
  const { service } = createMoveIn({
    ...site.platform,
    patient,
    audit,
    badgeHash: (uid) => badgeHmac(site.platform.secrets, uid),
  });
  const source = (over: Partial<MoveInSource> = {}): MoveInSource => ({
    kind: 'sqlite',
    location: shop.path,
    zone: 'UTC',
    badgeForm: 'hex',
    ...over,
  });
  const never = new AbortController().signal;
  const made = cleanup.move();
  return {
    site,
    shop,
    folder,
    admin,
    rehearse: (over) => lastReport(service.rehearse(source(over), never)),
    move: (over) => lastReport(service.move(admin, source(over), never)),
    steps: (signal) => service.move(admin, source(), signal),
    count: async (table, where = 'true') =>
      (await site.value<number>(`select count(*)::int from ${table} where ${where}`)) ?? 0,
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}
