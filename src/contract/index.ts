import { alarms } from './alarms/alarms.ts';
import { identity } from './identity/identity.ts';
import { operations } from './operations.ts';
import { setUp } from './set-up.ts';
import { shopfloor } from './shopfloor/shopfloor.ts';

/** Everything that crosses between console and core. */
export const contract = { alarms, identity, operations, setUp, shopfloor };
