import { identity } from './identity/identity.ts';
import { shopfloor } from './shopfloor/shopfloor.ts';

/** Everything that crosses between console and core. */
export const contract = { identity, shopfloor };
