/** The number under which the server log has the details of a failure, where the failure carries one. */
export function incidentOf(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('data' in failure)) return undefined;
  const { data } = failure;
  if (typeof data !== 'object' || data === null || !('incident' in data)) return undefined;
  return typeof data.incident === 'string' ? data.incident : undefined;
}

/** A failure in one line: its message, and the incident number where it has one. */
export function failureText(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : String(failure);
  const incident = incidentOf(failure);
  return incident === undefined ? message : `${message} (${incident})`;
}
