/** Values that may accompany a log line. Secrets and personal data are redacted before writing. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the program says what it does. One line a call; never a secret, never a row's values. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `error` may be anything thrown; only its name, code and stack reach the log. */
  error(message: string, error: unknown, fields?: LogFields): void;
  /** A log whose every line carries `fields`, for a module or a connection. */
  child(fields: LogFields): Log;
}

/** A log that keeps nothing, for tests that do not look at it. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};
