import { describe, expect, it } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { type PortDescription, portEndpoint, usbPortPath } from './port-listing.ts';

const cp210x = { manufacturer: 'Silicon Labs', vendorId: '10c4', productId: 'ea60' };
const ports: readonly PortDescription[] = [
  { path: '/dev/ttyS0', manufacturer: null, vendorId: null, productId: null, serialNumber: null },
  { path: '/dev/ttyUSB0', ...cp210x, serialNumber: '0001' },
  { path: '/dev/ttyUSB1', ...cp210x, serialNumber: '0002' },
];
const usb = (
  productId: string,
  serialNumber: string | null,
): Extract<Endpoint, { kind: 'usb' }> => ({
  kind: 'usb',
  vendorId: '10c4',
  productId,
  serialNumber,
  baud: null,
});

describe('finding a USB port', () => {
  it('finds the adapter with the serial number', () => {
    expect(usbPortPath(usb('ea60', '0002'), ports)).toBe('/dev/ttyUSB1');
  });

  it('does not choose between two adapters of one make', () => {
    expect(() => usbPortPath(usb('ea60', null), ports)).toThrow('/dev/ttyUSB0, /dev/ttyUSB1');
  });

  it('says which adapter is missing', () => {
    expect(() => usbPortPath(usb('ea61', null), ports)).toThrow('No USB adapter 10c4:ea61');
  });

  it('names a port so that it is found again elsewhere', () => {
    expect(ports.map((port) => portEndpoint(port).kind)).toEqual(['serial', 'usb', 'usb']);
  });
});
