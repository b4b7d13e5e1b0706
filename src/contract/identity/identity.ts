import { accountContract } from './account.ts';
import { areaRightsContract } from './area-rights.ts';
import { auditContract } from './audit.ts';
import { badgesContract } from './badges.ts';
import { departmentsContract } from './departments.ts';
import { displaysContract } from './displays.ts';
import { readersContract } from './readers.ts';
import { rolesContract } from './roles.ts';
import { securityContract } from './security.ts';
import { sessionContract } from './session.ts';
import { setUpContract } from './set-up.ts';
import { tokensContract } from './tokens.ts';
import { usersContract } from './users.ts';

/** People, how they prove who they are, what they may do, and the trail of what they did. */
export const identity = {
  setUp: setUpContract,
  session: sessionContract,
  account: accountContract,
  users: usersContract,
  areaRights: areaRightsContract,
  roles: rolesContract,
  departments: departmentsContract,
  badges: badgesContract,
  readers: readersContract,
  tokens: tokensContract,
  displays: displaysContract,
  security: securityContract,
  audit: auditContract,
};
