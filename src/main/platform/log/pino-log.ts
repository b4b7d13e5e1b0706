import { pino, type DestinationStream, type Logger } from 'pino';
import type { Log, LogFields } from './log.ts';
import { describeError, redact, redactText } from './redaction.ts';
import { RotatingFile } from './rotating-file.ts';

/** Where and how much to log. */
export interface PinoLogOptions {
  /** Folder of the log files, or `null` for none. */
  readonly directory: string | null;
  /** Copies every line to standard error, for development and service managers. */
  readonly stderr: boolean;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Size at which a file is rotated. Bytes; 10 MiB unless told. */
  readonly maxBytes?: number;
  /** Rotated files kept; 5 unless told. */
  readonly keep?: number;
}

const MEBIBYTE = 1024 * 1024;

/** A log of JSON lines (time in ISO 8601 UTC) that redacts before it writes. Dispose to close its file. */
export function pinoLog(options: PinoLogOptions): Log & Disposable {
  const { directory } = options;
  const file = directory
    ? new RotatingFile({
        directory,
        name: 'signalbox',
        maxBytes: options.maxBytes ?? 10 * MEBIBYTE,
        keep: options.keep ?? 5,
      })
    : null;
  const destination: DestinationStream = {
    write(line) {
      file?.write(line);
      if (options.stderr) process.stderr.write(line);
    },
  };
  const logger = pino(
    { level: options.level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  return { ...logOver(logger), [Symbol.dispose]: () => file?.[Symbol.dispose]() };
}

const redactFields = (fields: LogFields | undefined): object => redact(fields ?? {}) as object;

function logOver(logger: Logger): Log {
  return {
    debug: (message, fields) => logger.debug(redactFields(fields), redactText(message)),
    info: (message, fields) => logger.info(redactFields(fields), redactText(message)),
    warn: (message, fields) => logger.warn(redactFields(fields), redactText(message)),
    error: (message, error, fields) =>
      logger.error({ ...redactFields(fields), error: describeError(error) }, redactText(message)),
    child: (fields) => logOver(logger.child(redactFields(fields))),
  };
}
