import { describe, expect, it } from 'vitest';
import * as areaRights from '#domains/identity/area-rights/area-rights.queries.ts';
import * as audit from '#domains/identity/audit/audit.queries.ts';
import * as auditLists from '#domains/identity/audit/audit-lists.queries.ts';
import * as seals from '#domains/identity/audit/audit-seals.queries.ts';
import * as badges from '#domains/identity/badges/badges.queries.ts';
import * as departments from '#domains/identity/departments/departments.queries.ts';
import * as readers from '#domains/identity/readers/readers.queries.ts';
import * as roles from '#domains/identity/roles/roles.queries.ts';
import * as scopes from '#domains/identity/scopes/scopes.queries.ts';
import * as places from '#domains/identity/security/alarm-places.queries.ts';
import * as security from '#domains/identity/security/security.queries.ts';
import * as securityLists from '#domains/identity/security/security-lists.queries.ts';
import * as securityRules from '#domains/identity/security/security-rules.queries.ts';
import * as credentials from '#domains/identity/sessions/credentials.queries.ts';
import * as pins from '#domains/identity/sessions/pin-tries.queries.ts';
import * as sessions from '#domains/identity/sessions/sessions.queries.ts';
import * as setUp from '#domains/identity/sessions/set-up.queries.ts';
import * as throttle from '#domains/identity/sessions/throttle.queries.ts';
import * as tokens from '#domains/identity/tokens/tokens.queries.ts';
import * as users from '#domains/identity/users/users.queries.ts';
import { expectCompiledSql, type SampleCall } from '#test/support/compiled-sql.ts';

const id = '00000000-0000-4000-8000-000000000001';
const at = '2026-01-05T00:00:00Z';
const hash = Buffer.alloc(32);
const page = { limit: 50 };
const account = { kind: 'account', name: 'kim', free: 5 } as const;
const session = {
  user_id: id,
  level: 'proven',
  fresh_until: at,
  workstation: 'desk',
  transport: 'web',
  address: null,
  user_agent: 'test',
  installation_id: id,
  created_at: at,
  last_activity: at,
  ends_at: at,
  handover_hash: hash,
  handover_expires_at: at,
} as const;
const department = { name: 'One', parentId: null, description: null, managerId: null };
const reader = {
  name: 'Desk',
  endpoint: 'tcp://host:1',
  profile: 'rdm6300',
  purpose: 'sign-in',
  workstation: 'desk',
  installation_id: id,
};
const period = { from: at, until: at };
const auditFilter = { userId: id, targetType: 'user', targetId: id, success: true, ...period };

const calls: Readonly<Record<string, SampleCall>> = {
  insertAudit: (tx) => audit.insertAudit(tx, { username: 'kim', action: 'user.update' }),
  insertDataAccess: (tx) =>
    audit.insertDataAccess(tx, {
      resource_type: 'user',
      resource_id: id,
      access_type: 'view',
      fields: ['email'],
    }),
  'listAudit, all filters, whole action': (tx) =>
    auditLists.listAudit(tx, { ...auditFilter, action: 'user.update' }, page),
  'listAudit, beginning of the action': (tx) => auditLists.listAudit(tx, { action: 'user' }, page),
  findAudit: (tx) => auditLists.findAudit(tx, '1'),
  listActions: (tx) => auditLists.listActions(tx),
  listDataAccess: (tx) =>
    auditLists.listDataAccess(
      tx,
      { userId: id, resourceType: 'user', resourceId: id, ...period },
      page,
    ),
  sealHead: (tx) => seals.sealHead(tx),
  sealWaiting: (tx) => seals.sealWaiting(tx, 5_000),
  checkSeals: (tx) => seals.checkSeals(tx, 0, 500),
  findStrayRecord: (tx) => seals.findStrayRecord(tx),
  countUnsealed: (tx) => seals.countUnsealed(tx),
  findBadge: (tx) => badges.findBadge(tx, [hash, hash]),
  stampBadge: (tx) => badges.stampBadge(tx, id, at, 'machine:1'),
  setNodeKeys: (tx) => badges.setNodeKeys(tx, id, 'sealed'),
  listBadges: (tx) => badges.listBadges(tx, id),
  lockBadge: (tx) => badges.lockBadge(tx, id),
  insertBadge: (tx) =>
    badges.insertBadge(tx, {
      user_id: id,
      uid_hmac: hash,
      node_keys: 'sealed',
      technology: 'em4100',
      last_four: '6CED',
      label: null,
      issued_by: id,
    }),
  setBadgeStatus: (tx) => badges.setBadgeStatus(tx, id, 1, 'lost'),
  insertBadgeHistory: (tx) =>
    badges.insertBadgeHistory(tx, { badge_id: id, status: 'lost', reason: null, changed_by: id }),
  listBadgeHistory: (tx) => badges.listBadgeHistory(tx, id),
  listDepartments: (tx) => departments.listDepartments(tx),
  lockDepartment: (tx) => departments.lockDepartment(tx, id),
  insertDepartment: (tx) => departments.insertDepartment(tx, department),
  updateDepartment: (tx) => departments.updateDepartment(tx, id, department),
  countDependants: (tx) => departments.countDependants(tx, id),
  deleteDepartment: (tx) => departments.deleteDepartment(tx, id),
  areasOfPlaces: (tx) => places.areasOfPlaces(tx, [`reader:${id}`, `machine:${id}`]),
  listReaders: (tx) => readers.listReaders(tx),
  listActiveReaders: (tx) => readers.listActiveReaders(tx, id),
  findEndpointHolder: (tx) => readers.findEndpointHolder(tx, id, 'tcp://host:1'),
  lockReader: (tx) => readers.lockReader(tx, id),
  insertReader: (tx) => readers.insertReader(tx, reader),
  updateReader: (tx) => readers.updateReader(tx, id, { name: 'Door' }),
  deleteReader: (tx) => readers.deleteReader(tx, id),
  listRoles: (tx) => roles.listRoles(tx),
  listPermissions: (tx) => roles.listPermissions(tx),
  lockRoles: (tx) => roles.lockRoles(tx, [id, id]),
  readRolePermissions: (tx) => roles.readRolePermissions(tx, id),
  insertRole: (tx) => roles.insertRole(tx, 'clerk', null),
  updateRole: (tx) => roles.updateRole(tx, id, 'clerk', null),
  replaceRolePermissions: (tx) => roles.replaceRolePermissions(tx, id, ['user:read']),
  countRoleHolders: (tx) => roles.countRoleHolders(tx, id),
  deleteRole: (tx) => roles.deleteRole(tx, id),
  listScopes: (tx) => scopes.listScopes(tx, id),
  replaceScopes: (tx) =>
    scopes.replaceScopes(tx, id, [{ scopeType: 'area', scopeId: id, permissionLevel: 'view' }], id),
  insertSecurityEvent: (tx) =>
    security.insertSecurityEvent(tx, { event_type: 'x', app_context: 'x', success: true }),
  insertFailedLogin: (tx) => security.insertFailedLogin(tx, { username: 'kim' }),
  listSecurityEvents: (tx) =>
    securityLists.listSecurityEvents(
      tx,
      { eventType: 'x', userId: id, success: false, ...period },
      page,
    ),
  listFailedLogins: (tx) =>
    securityLists.listFailedLogins(tx, { username: 'kim', ipAddress: '10.0.0.1', ...period }, page),
  listEventTypes: (tx) => securityLists.listEventTypes(tx),
  listSecurityRules: securityRules.listSecurityRules,
  readSecurityRule: (tx) => securityRules.readSecurityRule(tx, 'badge-two-places'),
  updateSecurityRule: (tx) =>
    securityRules.updateSecurityRule(tx, {
      rule: 'person-refused',
      version: 1,
      threshold: 5,
      withinSeconds: 60,
      isEnabled: true,
    }),
  findMisuse: (tx) => securityRules.findMisuse(tx),
  isRecorded: (tx) => securityRules.isRecorded(tx, 'x', id, 60),
  findClaimant: (tx) => credentials.findClaimant(tx, 'kim'),
  lockClaimant: (tx) => credentials.lockClaimant(tx, id),
  findClaimantById: (tx) => credentials.findClaimantById(tx, id),
  saveCredentials: (tx) => credentials.saveCredentials(tx, id, { pin_attempts: 0 }),
  lockAccount: (tx) => credentials.lockAccount(tx, id),
  stampSignIn: (tx) => credentials.stampSignIn(tx, id, at, null),
  replaceRecoveryCodes: (tx) => credentials.replaceRecoveryCodes(tx, id, [hash]),
  useRecoveryCode: (tx) => credentials.useRecoveryCode(tx, id, hash, at),
  countRecoveryCodes: (tx) => credentials.countRecoveryCodes(tx, id),
  takePinTry: (tx) => pins.takePinTry(tx, id, 5),
  insertSession: (tx) => sessions.insertSession(tx, session),
  findSession: (tx) => sessions.findSession(tx, id),
  findSessions: (tx) => sessions.findSessions(tx, [id]),
  findSessionByToken: (tx) => sessions.findSessionByToken(tx, hash, at),
  endSession: (tx) => sessions.endSession(tx, id, 'user', at),
  managesArea: (tx) => areaRights.managesArea(tx, id),
  listHolders: (tx) => areaRights.listHolders(tx, id),
  listStrangers: (tx) => areaRights.listStrangers(tx, { areaId: id, search: 'kim' }, page),
  findAreaLevel: (tx) => areaRights.findAreaLevel(tx, id, id),
  writeAreaLevel: (tx) =>
    areaRights.writeAreaLevel(tx, { userId: id, areaId: id, level: 'operate' }, id),
  endSessionsOf: (tx) => sessions.endSessionsOf(tx, id, 'revoked', at, id),
  endOverdueSessions: (tx) => sessions.endOverdueSessions(tx, at),
  lockIdleSessions: (tx) => sessions.lockIdleSessions(tx, at, at),
  lockSession: (tx) => sessions.lockSession(tx, id, at),
  touchSession: (tx) => sessions.touchSession(tx, id, at),
  confirmSession: (tx) => sessions.confirmSession(tx, id, session),
  exchangeHandover: (tx) => sessions.exchangeHandover(tx, hash, hash, at),
  listOpenSessions: (tx) => sessions.listOpenSessions(tx, id),
  anyUser: (tx) => setUp.anyUser(tx),
  lockSetUp: (tx) => setUp.lockSetUp(tx),
  grantEverything: (tx) => setUp.grantEverything(tx, id),
  chargeAttempt: (tx) => throttle.chargeAttempt(tx, account, at),
  clearThrottle: (tx) => throttle.clearThrottle(tx, 'kim'),
  refundSource: (tx) => throttle.refundSource(tx, '10.0.0.1'),
  readThrottle: (tx) => throttle.readThrottle(tx, 'account', 'kim'),
  'listTokens, usable': (tx) => tokens.listTokens(tx, { state: 'usable', nodeId: id }, at, page),
  'listTokens, ending': (tx) => tokens.listTokens(tx, { endsBefore: at }, at, page),
  lockToken: (tx) => tokens.lockToken(tx, id),
  insertToken: (tx) =>
    tokens.insertToken(tx, {
      token_hash: hash,
      prefix: 'sbx_12345678',
      name: 'node 7',
      scopes: ['node:connect'],
      machine_id: null,
      node_id: null,
      replaces: null,
      created_by: id,
      created_at: at,
      expires_at: at,
    }),
  shortenToken: (tx) => tokens.shortenToken(tx, id, at),
  revokeToken: (tx) => tokens.revokeToken(tx, id, at),
  findTokenByHash: (tx) => tokens.findTokenByHash(tx, hash),
  stampToken: (tx) => tokens.stampToken(tx, id, at),
  listEnding: (tx) => tokens.listEnding(tx, at, at),
  noticeExpiring: (tx) => tokens.noticeExpiring(tx, at, at),
  removeEndedTokens: (tx) => tokens.removeEndedTokens(tx, 30, 100),
  listUsers: (tx) => users.listUsers(tx, { search: 'kim', status: 'active', roleId: id }, page),
  findUser: (tx) => users.findUser(tx, id),
  readProofFlags: (tx) => users.readProofFlags(tx, [id]),
  insertUser: (tx) => users.insertUser(tx, { username: 'kim', full_name: 'Kim' }),
  lockUser: (tx) => users.lockUser(tx, id),
  updateUser: (tx) => users.updateUser(tx, id, { full_name: 'Kim' }),
  replaceUserRoles: (tx) => users.replaceUserRoles(tx, id, [id], id),
  readRoleNames: (tx) => users.readRoleNames(tx, id),
  hasAdministrator: (tx) => users.hasAdministrator(tx),
};

describe('the statements of identity', () => {
  it('are those that were reviewed', async () => {
    await expect(expectCompiledSql('identity', calls)).resolves.toBeUndefined();
  });
});
