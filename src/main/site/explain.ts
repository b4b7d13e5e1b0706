/** Errors whose message was written for the person at the terminal. */
const written: ReadonlySet<string> = new Set([
  'BadOption',
  'DataFolderUnusable',
  'DatabaseMisconfigured',
  'DatabaseUnavailable',
  'KeyRefused',
  'MigrationFailed',
  'PortInUse',
  'AddressUnavailable',
  'UnsafeExposure',
  'RendererMissing',
  'SchemaNewer',
  'ServerTooOld',
]);

/** One sentence where the error was meant for people; otherwise the whole of it, for a report. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (written.has(error.name)) return error.message;
  return error.stack ?? error.message;
}
