import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A pseudo-terminal that passes bytes to a TCP port, so that a device looks like a serial port. */
export interface PtyBridge extends AsyncDisposable {
  /** Path to give to `serial:`. */
  readonly path: string;
}

/** No pseudo-terminal can be made here. */
class PtyUnavailableError extends Error {
  override readonly name = 'PtyUnavailableError';
  readonly code = 'PTY_UNAVAILABLE';

  constructor(path: string, reason: string, cause?: unknown) {
    super(
      `The pseudo-terminal ${path} could not be made: ${reason}. Install socat (Linux, macOS), or ` +
        'leave “pty” out and connect by tcp://.',
      { cause },
    );
  }
}

const POLL_MS = 10;
const APPEAR_WITHIN_MS = 5000;

async function untilLinked(path: string, child: ChildProcess): Promise<void> {
  for (let waited = 0; !existsSync(path); waited += POLL_MS) {
    if (child.exitCode !== null) throw new PtyUnavailableError(path, 'socat ended at once');
    if (waited > APPEAR_WITHIN_MS) throw new PtyUnavailableError(path, 'it did not appear in 5 s');
    await delay(POLL_MS);
  }
}

/**
 * Makes a pseudo-terminal at `path` by socat. It disappears, as an unplugged port does, when the
 * device's cable is pulled. Rejects with {@link PtyUnavailableError}.
 */
export async function startPtyBridge(path: string, host: string, port: number): Promise<PtyBridge> {
  await rm(path, { force: true });
  const child = spawn('socat', [`PTY,link=${path},raw,echo=0`, `TCP:${host}:${port},nodelay`], {
    stdio: 'ignore',
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw new PtyUnavailableError(path, 'socat is not installed', error);
  }
  const exited = once(child, 'exit');
  await untilLinked(path, child).catch(async (error: unknown) => {
    child.kill();
    throw error;
  });
  return {
    path,
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
      await rm(path, { force: true });
    },
  };
}
