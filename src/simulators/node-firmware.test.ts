import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FIRMWARE_BYTES_AN_ORDER } from '#platform/serial/node-orders.ts';
import { nodeFirmware } from './node-firmware.ts';

const image = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
const sha256 = createHash('sha256').update(image).digest('hex');
const begin = { t: 'fw-begin', version: '2.0.0', size: image.length, sha256 } as const;

const piece = (offset: number) => ({
  t: 'fw-data' as const,
  offset,
  data: image.subarray(offset, offset + FIRMWARE_BYTES_AN_ORDER).toString('base64'),
});

function sendFrom(firmware: ReturnType<typeof nodeFirmware>, offset: number): void {
  for (let at = offset; at < image.length; at += FIRMWARE_BYTES_AN_ORDER) {
    expect(firmware.obey(piece(at)).err).toBeNull();
  }
}

describe('the firmware of a simulated node', () => {
  it('takes a transfer, verifies it and runs it after the next start', () => {
    const firmware = nodeFirmware('1.0.0');
    firmware.obey(begin);
    sendFrom(firmware, 0);
    const { err, reports } = firmware.obey({ t: 'fw-install' });
    expect(err).toBeNull();
    expect(reports.map(({ state }) => state)).toEqual(['verifying', 'installing']);
    expect(firmware.version).toBe('1.0.0');
    firmware.restarted();
    expect(firmware).toMatchObject({ version: '2.0.0', transfer: null, installing: false });
  });

  it('goes on where a transfer was broken off, over a restart too', () => {
    const firmware = nodeFirmware('1.0.0');
    firmware.obey(begin);
    firmware.obey(piece(0));
    firmware.restarted();
    const { reports } = firmware.obey(begin);
    expect(reports).toMatchObject([{ received: FIRMWARE_BYTES_AN_ORDER, state: 'receiving' }]);
    sendFrom(firmware, FIRMWARE_BYTES_AN_ORDER);
    expect(firmware.obey({ t: 'fw-install' }).err).toBeNull();
  });

  it('takes a piece twice and none after a gap', () => {
    const firmware = nodeFirmware('1.0.0');
    firmware.obey(begin);
    firmware.obey(piece(0));
    firmware.obey(piece(0));
    expect(firmware.transfer?.received).toBe(FIRMWARE_BYTES_AN_ORDER);
    expect(firmware.obey(piece(2 * FIRMWARE_BYTES_AN_ORDER)).err).toBe('gap');
  });

  it('installs nothing that is incomplete or is not what was announced', () => {
    const firmware = nodeFirmware('1.0.0');
    expect(firmware.obey({ t: 'fw-install' }).err).toBe('no-transfer');
    firmware.obey({ ...begin, sha256: '00'.repeat(32) });
    expect(firmware.obey({ t: 'fw-install' }).err).toBe('incomplete');
    sendFrom(firmware, 0);
    const { err, reports } = firmware.obey({ t: 'fw-install' });
    expect(err).toBe('wrong-sha256');
    expect(reports.at(-1)).toMatchObject({ state: 'failed', err: 'wrong-sha256' });
    firmware.restarted();
    expect(firmware.version).toBe('1.0.0');
  });

  it('tells how far it is a few times, and not with every piece', () => {
    const firmware = nodeFirmware('1.0.0');
    firmware.obey({ ...begin, size: 100_000 });
    const reports = Array.from({ length: 100 }, (_, at) =>
      firmware.obey({ t: 'fw-data', offset: at * 200, data: Buffer.alloc(200).toString('base64') }),
    ).flatMap((followed) => followed.reports);
    expect(reports.map(({ received }) => received)).toEqual([10_000, 20_000]);
  });
});
