import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  beginInstall,
  readUpdateDemand,
  recordProgress,
} from '#domains/shopfloor/firmware/firmware-updates.queries.ts';
import { firmwareSteps } from '#domains/shopfloor/firmware/firmware-steps.ts';
import { nodeTroubles } from '#domains/shopfloor/nodes/node-troubles.ts';
import type { Tx } from '#platform/database/database.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

const file = Buffer.from(Array.from({ length: 700 }, (_, at) => at % 251));

let site: ShopfloorSite;
let manager: SitePerson;
let nodeKey: string;
let made = 0;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage', permissions: ['node:read', 'node:manage'] });
});
afterAll(() => site[Symbol.asyncDispose]());
beforeEach(async () => {
  await site.db.admin.query('update shopfloor.nodes set endpoint = null');
  nodeKey = await site.node('tcp://127.0.0.1:9');
});

const firmware = (person = manager) => consoleOf(site, person).firmware;
const asNode = <T>(work: (tx: Tx) => Promise<T>) => site.db.database.asSystem('test', work);
const status = () => site.value('select status from shopfloor.nodes where id = $1', nodeKey);
const update = (column: string) =>
  site.value(`select ${column} from shopfloor.firmware_updates where node_id = $1`, nodeKey);
const openAlarms = () =>
  site.value<number>(
    `select count(*)::int from alarms.alarms
     where source_id = $1 and alarm_type = 'firmware_failed' and not is_resolved`,
    nodeKey,
  );

interface Wanted {
  readonly minimumVersion?: string | null;
  readonly nodeType?: 'machine_monitor' | 'office_reader';
}

/** Puts a firmware into the catalogue. */
async function upload({ minimumVersion = null, nodeType = 'machine_monitor' }: Wanted = {}) {
  made += 1;
  const { id } = await firmware().begin({
    nodeType,
    version: `2.0.${made}`,
    minimumVersion,
    fileName: 'node.bin',
    size: file.length,
  });
  await firmware().append({ id, offset: 0, data: file.subarray(0, 400).toString('base64') });
  await firmware().append({ id, offset: 400, data: file.subarray(400).toString('base64') });
  return firmware().finish({ id });
}

const alarms = {
  troublesAre: () => Promise.resolve(),
};
const steps = firmwareSteps(nodeTroubles(alarms));
const node = () => ({ id: nodeKey, node_id: 'N', name: 'N' });

/** Has a request taken up as the process that drives the node does. */
async function begin(): Promise<boolean> {
  return asNode(async (tx) => {
    const demand = await readUpdateDemand(tx, nodeKey);
    return demand !== null && steps.begin(tx, node(), demand);
  });
}

const start = async (imageId: string) =>
  (await firmware().start({ imageId, nodeIds: [nodeKey] }))[0]?.answer;

const greet = (firmwareVersion: string, restarted = true) =>
  asNode((tx) => steps.greeted(tx, node(), { firmwareVersion, restarted }));

async function runOverdue(minutes: number): Promise<void> {
  await site.db.admin.query(
    `update shopfloor.firmware_updates set progress_at = progress_at - make_interval(mins => $1)`,
    [minutes],
  );
  const monitor = site.domain.monitors.find(({ name }) => name === 'shopfloor.firmware-overdue');
  await monitor?.run({ fenced: asNode, now: new Date(), signal: new AbortController().signal });
}

describe('the catalogue', () => {
  it('keeps a file whole, with its SHA-256, and once for each version', async () => {
    const image = await upload();
    expect(image).toMatchObject({
      size: 700,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect((await firmware().list({})).map(({ id }) => id)).toContain(image.id);
    const { version } = image;
    const fields = { nodeType: 'machine_monitor', version, fileName: 'n', size: 1 } as const;
    await expect(firmware().begin(fields)).rejects.toMatchObject({
      code: 'DUPLICATE',
      data: { field: 'version' },
    });
  });

  it('answers a piece that came before alike, and asks for the one that is missing', async () => {
    const { id } = await firmware().begin({
      nodeType: 'machine_monitor',
      version: '9.0.0',
      fileName: 'n',
      size: 700,
    });
    const first = { id, offset: 0, data: file.subarray(0, 400).toString('base64') };
    expect(await firmware().append(first)).toEqual({ received: 400 });
    expect(await firmware().append(first)).toEqual({ received: 400 });
    const late = { id, offset: 500, data: file.subarray(500).toString('base64') };
    expect(await firmware().append(late)).toEqual({ received: 400 });
    await expect(firmware().finish({ id })).rejects.toMatchObject({
      code: 'INCOMPLETE',
      data: { received: 400, size: 700 },
    });
  });

  it('is changed only by people who manage nodes', async () => {
    const viewer = await site.person({ permissions: ['node:read'] });
    const image = { nodeType: 'machine_monitor', version: '8.0', fileName: 'n', size: 1 } as const;
    await expect(firmware(viewer).begin(image)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('asking for an update', () => {
  it('is answered by what keeps a node from it', async () => {
    const fits = await upload();
    expect(await start((await upload({ nodeType: 'office_reader' })).id)).toBe('wrong-type');
    expect(await start((await upload({ minimumVersion: '1.5' })).id)).toBe('too-old');
    expect(await start(fits.id)).toBe('asked');
    expect(await start(fits.id)).toBe('under-way');
    nodeKey = await site.node(null);
    expect(await start(fits.id)).toBe('asked');
    nodeKey = crypto.randomUUID();
    expect(await start(fits.id)).toBe('not-found');
  });

  it('begins only when nobody runs a machine of the node, and nobody starts one meanwhile', async () => {
    const machineId = await site.machine({ nodeId: nodeKey });
    const kim = await site.person();
    const { sessions } = consoleOf(site, kim);
    const { id: sessionId } = await sessions.start({ machineId });
    await start((await upload()).id);
    expect(await begin()).toBe(false);
    expect(await status()).toBe('online');
    await sessions.end({ sessionId });
    expect(await begin()).toBe(true);
    expect(await status()).toBe('updating');
    await expect(sessions.start({ machineId })).rejects.toMatchObject({ code: 'NODE_OFFLINE' });
  });
});

describe('an update', () => {
  let updateId: string;
  let version: string;
  beforeEach(async () => {
    const image = await upload();
    ({ version } = image);
    await firmware().start({ imageId: image.id, nodeIds: [nodeKey] });
    updateId = (await update('id')) as string;
  });
  it('is a success only when the node greets with the version', async () => {
    await begin();
    await asNode((tx) => recordProgress(tx, updateId, 400));
    await asNode((tx) => beginInstall(tx, updateId));
    expect(await update('state')).toBe('installing');
    expect(await status()).toBe('updating');
    await greet(version);
    expect(await update('state')).toBe('done');
    expect(await status()).toBe('online');
  });

  it('has failed when the node comes back with something else', async () => {
    await begin();
    await asNode((tx) => beginInstall(tx, updateId));
    await greet('1.0.0');
    expect(await update('error')).toBe('The node came back with 1.0.0.');
    expect(await status()).toBe('error');
    await firmware().dismiss({ nodeId: nodeKey });
    expect(await status()).toBe('online');
  });

  it('goes on after a restart in the middle of the transfer', async () => {
    await begin();
    await greet('1.0.0');
    expect(await update('state')).toBe('transferring');
    expect(await status()).toBe('updating');
  });

  it('has failed, with an alarm, when it does not go on for too long', async () => {
    await begin();
    await runOverdue(9);
    expect(await update('state')).toBe('transferring');
    await runOverdue(2);
    expect(await update('state')).toBe('failed');
    expect(await status()).toBe('error');
    expect(await openAlarms()).toBe(1);
    await firmware().dismiss({ nodeId: nodeKey });
    expect(await openAlarms()).toBe(0);
    expect(await status()).toBe('online');
  });

  it('can be cancelled until the node installs it', async () => {
    await firmware().cancel({ id: updateId });
    expect(await update('state')).toBe('cancelled');
    await expect(firmware().cancel({ id: updateId })).rejects.toMatchObject({ code: 'TOO_LATE' });
  });

  it('that is cancelled during the transfer leaves the node as it was', async () => {
    await begin();
    await firmware().cancel({ id: updateId });
    expect(await status()).toBe('online');
    expect(await asNode((tx) => recordProgress(tx, updateId, 500))).toBe(false);
  });

  it('cannot be cancelled any more while the node installs it, nor by people who may only look', async () => {
    const viewer = await site.person({ level: 'view', permissions: ['node:read', 'node:manage'] });
    await expect(firmware(viewer).cancel({ id: updateId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await begin();
    await asNode((tx) => beginInstall(tx, updateId));
    await expect(firmware().cancel({ id: updateId })).rejects.toMatchObject({ code: 'TOO_LATE' });
  });
});
