import { describe, expect, it } from 'vitest';
import {
  completeImage,
  findImage,
  forgetUploads,
  insertImage,
  insertPiece,
  listImages,
  lockUpload,
  readPieceFrom,
  readPieces,
  withdrawImage,
} from '#domains/shopfloor/firmware/firmware-images.queries.ts';
import {
  beginInstall,
  beginTransfer,
  endUpdate,
  findOverdue,
  findUpdate,
  insertUpdate,
  listUpdates,
  readUpdatable,
  readUpdateDemand,
  recordProgress,
} from '#domains/shopfloor/firmware/firmware-updates.queries.ts';
import {
  disconnectUnseen,
  forgetDevices,
  listDevices,
  recordDevice,
} from '#domains/shopfloor/nodes/bluetooth.queries.ts';
import {
  addLineSample,
  listLineMinutes,
  listLineSums,
} from '#domains/shopfloor/nodes/line-minutes.queries.ts';
import {
  addConfigVersion,
  forgetApplied,
  listConfigVersions,
  readConfig,
  offerConfig,
  readConfigDemand,
  readConfigVersion,
  recordApplied,
  recordConfigFailure,
  writeConfig,
} from '#domains/shopfloor/nodes/node-configs.queries.ts';
import {
  addNodeReport,
  countRestarts,
  findBrownOuts,
  findRecoveredSupplies,
  listNodeReports,
} from '#domains/shopfloor/nodes/node-history.queries.ts';
import { areaOfMachine, areasOfNodes } from '#domains/shopfloor/nodes/alarm-places.queries.ts';
import { lockNodeStatus, writeNodeStatus } from '#domains/shopfloor/nodes/node-status.queries.ts';
import {
  deleteTroubles,
  insertTrouble,
  listTroubles,
} from '#domains/shopfloor/nodes/node-troubles.queries.ts';
import { readDesk } from '#domains/shopfloor/nodes/office-readers.queries.ts';
import { findManagedNode, forgetConfig } from '#domains/shopfloor/nodes/node-state.queries.ts';
import { expectCompiledSql } from '#test/support/compiled-sql.ts';

const id = '019b0000-0000-7000-8000-000000000000';
const page = { limit: 50 };
const lineSample = {
  goodFrames: 60,
  badFrames: 1,
  resyncs: 0,
  lostFrames: 0,
  duplicates: 0,
  reconnects: 0,
  roundTripMs: 4,
  roundTripMostMs: 9,
  uptimeSeconds: 60,
};
const image = {
  nodeType: 'machine_monitor',
  version: '1.0.0',
  fileName: 'f.bin',
  size: 1,
  minimumVersion: null,
  releaseNotes: null,
  createdBy: id,
} as const;
const device = { address: 'AA:BB:CC:DD:EE:FF', name: 'n', kind: 'k', connected: true, rssi: -60 };

describe('the statements of nodes', () => {
  it('are those that were reviewed', async () => {
    const held = expectCompiledSql('shopfloor-nodes', {
      'alarm places: areasOfNodes': (tx) => areasOfNodes(tx, [id]),
      'alarm places: areaOfMachine': (tx) => areaOfMachine(tx, id),
      'node status: lockNodeStatus': (tx) => lockNodeStatus(tx, id),
      'node status: writeNodeStatus': (tx) => writeNodeStatus(tx, id, 'error'),
      'node troubles: insertTrouble': (tx) =>
        insertTrouble(tx, id, { kind: 'fault', code: 'c', message: 'm' }),
      'node troubles: deleteTroubles': (tx) => deleteTroubles(tx, id, 'fault', 'c'),
      'node troubles: listTroubles': (tx) => listTroubles(tx, id),
      'node history: addNodeReport': (tx) =>
        addNodeReport(tx, id, { kind: 'restarted', code: 'c' }),
      'node history: listNodeReports': (tx) => listNodeReports(tx, id, page),
      'node history: countRestarts': (tx) => countRestarts(tx, id, 24),
      'node history: findBrownOuts': (tx) => findBrownOuts(tx, 3),
      'node history: findRecoveredSupplies': findRecoveredSupplies,
      'line minutes: addLineSample': (tx) => addLineSample(tx, id, lineSample),
      'line minutes: listLineMinutes': (tx) => listLineMinutes(tx, id, 24),
      'line minutes: listLineSums': listLineSums,
      'node configs: readConfig': (tx) => readConfig(tx, id),
      'node configs: writeConfig': (tx) => writeConfig(tx, id, 1, { buzzer: true }),
      'node configs: addConfigVersion': (tx) =>
        addConfigVersion(tx, id, {
          version: 2,
          settings: { buzzer: true },
          restoredFrom: 1,
          note: 'n',
          changedBy: id,
        }),
      'node configs: listConfigVersions': (tx) => listConfigVersions(tx, id, page),
      'node configs: readConfigVersion': (tx) => readConfigVersion(tx, id, 1),
      'node configs: forgetApplied': (tx) => forgetApplied(tx, id),
      'node configs: readConfigDemand': (tx) => readConfigDemand(tx, id, 60_000),
      'office readers: readDesk': (tx) => readDesk(tx, id),
      'node configs: offerConfig': (tx) => offerConfig(tx, id, 3, 15_000),
      'node configs: recordApplied': (tx) => recordApplied(tx, id, 1),
      'node configs: recordConfigFailure': (tx) => recordConfigFailure(tx, id, 1, 'e'),
      'node state: forgetConfig': (tx) => forgetConfig(tx, id),
      'node state: findManagedNode': (tx) => findManagedNode(tx, id),
      'firmware images: listImages': listImages,
      'firmware images: findImage': (tx) => findImage(tx, id),
      'firmware images: insertImage': (tx) => insertImage(tx, image),
      'firmware images: lockUpload': (tx) => lockUpload(tx, id),
      'firmware images: insertPiece': (tx) => insertPiece(tx, id, 0, Buffer.from('p')),
      'firmware images: readPieces': (tx) => readPieces(tx, id),
      'firmware images: readPieceFrom': (tx) => readPieceFrom(tx, id, 100, 50),
      'firmware images: completeImage': (tx) => completeImage(tx, id, 'h'),
      'firmware images: withdrawImage': (tx) => withdrawImage(tx, id),
      'firmware images: forgetUploads': (tx) => forgetUploads(tx, 24),
      'firmware updates: listUpdates': (tx) => listUpdates(tx, [id]),
      'firmware updates: readUpdatable': (tx) => readUpdatable(tx, [id]),
      'firmware updates: insertUpdate': (tx) => insertUpdate(tx, id, id, id),
      'firmware updates: readUpdateDemand': (tx) => readUpdateDemand(tx, id),
      'firmware updates: beginTransfer': (tx) => beginTransfer(tx, id, id),
      'firmware updates: recordProgress': (tx) => recordProgress(tx, id, 225),
      'firmware updates: beginInstall': (tx) => beginInstall(tx, id),
      'firmware updates: endUpdate': (tx) =>
        endUpdate(tx, id, { state: 'failed', error: 'e' }, ['transferring', 'installing']),
      'firmware updates: findUpdate': (tx) => findUpdate(tx, id),
      'firmware updates: findOverdue': (tx) =>
        findOverdue(tx, { transferMs: 600_000, installMs: 180_000 }),
      'bluetooth: recordDevice': (tx) => recordDevice(tx, id, device),
      'bluetooth: listDevices': (tx) => listDevices(tx, id),
      'bluetooth: disconnectUnseen': (tx) => disconnectUnseen(tx, 5),
      'bluetooth: forgetDevices': (tx) => forgetDevices(tx, 30, 100),
    });
    await expect(held).resolves.toBeUndefined();
  });
});
