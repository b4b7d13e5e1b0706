/** PostgreSQL's error codes that the program tells apart (PostgreSQL manual, appendix A). */
export const sqlState = {
  connectionException: '08000',
  connectionFailure: '08006',
  activeTransaction: '25001',
  readOnlyTransaction: '25006',
  invalidAuthorization: '28000',
  invalidPassword: '28P01',
  invalidDatabase: '3D000',
  serializationFailure: '40001',
  deadlock: '40P01',
  insufficientPrivilege: '42501',
  undefinedTable: '42P01',
  duplicateObject: '42710',
  duplicateDatabase: '42P04',
  notNullViolation: '23502',
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  checkViolation: '23514',
  exclusionViolation: '23P01',
  diskFull: '53100',
  tooManyConnections: '53300',
  lockNotAvailable: '55P03',
  objectInUse: '55006',
  queryCanceled: '57014',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  cannotConnectNow: '57P03',
  idleSessionTimeout: '57P05',
} as const;

/** The code of whatever was thrown: a SQLSTATE, a Node error code such as `ECONNREFUSED`, or ''. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
