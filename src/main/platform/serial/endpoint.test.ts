import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Endpoint, EndpointError, formatEndpoint, parseEndpoint } from './endpoint.ts';

describe('endpoints', () => {
  it.each<[string, Endpoint]>([
    ['serial:/dev/ttyUSB0?baud=9600', { kind: 'serial', path: '/dev/ttyUSB0', baud: 9600 }],
    ['serial:COM3', { kind: 'serial', path: 'COM3', baud: null }],
    [
      'serial:usb=10C4:EA60?serial=0001&baud=115200',
      { kind: 'usb', vendorId: '10c4', productId: 'ea60', serialNumber: '0001', baud: 115_200 },
    ],
    ['tcp://moxa-1.plant.local:4001', { kind: 'tcp', host: 'moxa-1.plant.local', port: 4001 }],
    ['tcp://[::1]:4001', { kind: 'tcp', host: '::1', port: 4001 }],
  ])('reads %s', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
  });

  it.each([
    ['/dev/ttyUSB0', 'neither serial: nor tcp://'],
    ['serial:', 'names no port'],
    ['serial:COM3?baud=fast', 'baud must be'],
    ['serial:COM3?baud=0', 'baud must be'],
    ['serial:COM3?parity=odd', 'no option “parity”'],
    ['serial:COM3?serial=1', 'only goes with usb='],
    ['serial:usb=10c4', 'two four-digit'],
    ['serial:COM3?baud=9600?baud=1', 'more than one question mark'],
    ['tcp://host', 'host, a colon and a port'],
    ['tcp://host:70000', 'from 1 to 65535'],
    ['tcp://host:1/path', 'and no more'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(() => parseEndpoint(text)).toThrow(EndpointError);
    expect(() => parseEndpoint(text)).toThrow(problem);
    expect(() => parseEndpoint(text)).toThrow(text);
  });

  it('reads back what it writes', () => {
    const baud = fc.option(fc.integer({ min: 50, max: 4_000_000 }));
    const id = fc.stringMatching(/^[0-9a-f]{4}$/u);
    const endpoints: fc.Arbitrary<Endpoint> = fc.oneof(
      fc.record({
        kind: fc.constant('serial' as const),
        path: fc.stringMatching(/^\/dev\/[\w.-]+$/u),
        baud,
      }),
      fc.record({
        kind: fc.constant('usb' as const),
        vendorId: id,
        productId: id,
        serialNumber: fc.option(fc.string({ minLength: 1 })),
        baud,
      }),
      fc.record({
        kind: fc.constant('tcp' as const),
        host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()),
        port: fc.integer({ min: 1, max: 65_535 }),
      }),
    );
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(parseEndpoint(formatEndpoint(endpoint))).toEqual(endpoint);
      }),
    );
  });
});
