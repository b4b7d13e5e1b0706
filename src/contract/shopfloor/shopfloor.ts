import { accessories } from './accessories.ts';
import { areas } from './areas.ts';
import { deferred } from './deferred.ts';
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
import { serviceState } from './service-state.ts';
import { sessions } from './sessions.ts';
import { structure } from './structure.ts';
import { stations } from './station.ts';
import { sync } from './sync.ts';
import { zones } from './zones.ts';

/** Machine access by badge: source 004, ShopMonitor. */
export const shopfloor = {
  accessories,
  areas,
  deferred,
  drills,
  zones,
  structure,
  machines,
  serviceState,
  nodes,
  nodeConfigs,
  firmware,
  sessions,
  stations,
  logs,
  estops,
  ingest,
  reports,
  sync,
  plans,
  moveIn,
};
