import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stationReader } from './floor.ts';

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The pseudo-terminal by which the station's own reader looks like a serial port: where socat can
 * make one, at a path that an endpoint can name. `null` elsewhere; it is then reached by TCP.
 */
export function stationPty(dataDir: string): string | null {
  const path = join(dataDir, 'front-desk-reader');
  return isOnPath('socat') && !/\s/u.test(path) ? path : null;
}

/** Endpoint of the station's own reader. */
export function stationEndpoint(dataDir: string): string {
  const pty = stationPty(dataDir);
  return pty ? `serial:${pty}?baud=9600` : `tcp://127.0.0.1:${stationReader.port}`;
}
