import { accessories } from './accessories.ts';
import { areas } from './areas.ts';
import { drills } from './drills.ts';
import { estops } from './estops.ts';
import { firmware } from './firmware.ts';
import { ingest } from './ingest.ts';
import { logs } from './logs.ts';
import { machines } from './machines.ts';
import { moveIn } from './move-in.ts';
import { nodeConfigs } from './node-config.ts';
import { nodes } from './nodes.ts';
import { plans } from './plans.ts';
import { reports } from './reports.ts';
import { sessions } from './sessions.ts';
import { structure } from './structure.ts';
import { sync } from './sync.ts';
import { zones } from './zones.ts';

/** Machine access by badge: source 004, ShopMonitor. */
export const shopfloor = {
  accessories,
  areas,
  drills,
  zones,
  structure,
  machines,
  nodes,
  nodeConfigs,
  firmware,
  sessions,
  logs,
  estops,
  ingest,
  reports,
  sync,
  plans,
  moveIn,
};
