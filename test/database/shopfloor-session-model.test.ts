import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markNodeOnline, markUnconfirmed } from '#domains/shopfloor/nodes/node-state.queries.ts';
import { changeNodeStatus } from '#domains/shopfloor/nodes/node-status.queries.ts';
import { confirmLock, confirmRelease } from '#domains/shopfloor/nodes/port-commands.queries.ts';
import { recordActivity } from '#domains/shopfloor/sessions/sessions.queries.ts';
import { consoleOf } from '#test/support/shopfloor-console.ts';
import {
  createShopfloorSite,
  type ShopfloorSite,
  type SitePerson,
} from '#test/support/shopfloor-site.ts';

let site: ShopfloorSite;
/** Two who run machines, and one who manages the area. */
let people: readonly SitePerson[];
let manager: SitePerson;
const MANAGER = 2;
/** As the machines of a test site are set by default. */
const EXTENSIONS = 2;

beforeAll(async () => {
  site = await createShopfloorSite();
  manager = await site.person({ level: 'manage' });
  people = [await site.person(), await site.person(), manager];
});
afterAll(() => site[Symbol.asyncDispose]());

/** What should be true of one machine, kept beside the program in the simplest way. */
interface Model {
  /** Index of who runs the machine. */
  running: number | null;
  release: 'requested' | 'released' | null;
  unconfirmed: boolean;
  online: boolean;
  sessions: number;
  lastEnd: string | null;
  extensions: number;
}

/** The machine that the program runs. */
interface Real {
  readonly machineId: string;
  readonly nodeKey: string;
}

interface SessionState {
  readonly id: string;
  readonly user_id: string;
  readonly active: boolean;
  readonly ended_by: string | null;
  readonly release_state: string;
  readonly unconfirmed: boolean;
  readonly extensions: number;
}

async function sessionsOf({ machineId }: Real): Promise<SessionState[]> {
  const { rows } = await site.db.admin.query<SessionState>(
    `select id, user_id, active, ended_by, release_state, unconfirmed, extensions
     from shopfloor.machine_sessions where machine_id = $1 order by start_time desc, id desc`,
    [machineId],
  );
  return rows;
}

const asNode = <T>(work: Parameters<typeof site.db.database.asSystem<T>>[1]) =>
  site.db.database.asSystem('model', work);

/** Moves all that happened at the machine into the past. */
const past = ({ machineId }: Real, interval: string) =>
  site.db.admin.query(
    `update shopfloor.machine_sessions set start_time = start_time - $2::interval,
       end_time = end_time - $2::interval, last_activity = last_activity - $2::interval,
       extended_until = extended_until - $2::interval, extended_at = extended_at - $2::interval
     where machine_id = $1`,
    [machineId, interval],
  );

/** Long enough ago that a badge counts as shown anew. */
const later = (real: Real) => past(real, '5 seconds');

function expectEqual(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return;
  throw new Error(`${what} is ${JSON.stringify(found)} and should be ${JSON.stringify(wanted)}`);
}

async function compare(model: Model, real: Real): Promise<void> {
  const sessions = await sessionsOf(real);
  const [last] = sessions;
  const active = sessions.filter((session) => session.active);
  expectEqual('number of sessions', sessions.length, model.sessions);
  expectEqual(
    'who runs the machine',
    active.map((session) => session.user_id),
    model.running === null ? [] : [people[model.running]?.userId],
  );
  expectEqual(
    'end of the last session',
    last?.ended_by ?? null,
    model.running === null ? model.lastEnd : null,
  );
  if (!active[0]) return;
  expectEqual('release', active[0].release_state, model.release);
  expectEqual('unconfirmed', active[0].unconfirmed, model.unconfirmed);
  expectEqual('extensions', active[0].extensions, model.extensions);
}

function ended(model: Model, by: string): void {
  Object.assign(model, {
    running: null,
    release: null,
    unconfirmed: false,
    lastEnd: by,
    extensions: 0,
  });
}

function begun(model: Model, who: number): void {
  Object.assign(model, { running: who, release: 'requested', unconfirmed: false, extensions: 0 });
  model.sessions += 1;
}

/** The person whose index it is. */
function person(who: number): SitePerson {
  const found = people[who];
  if (!found) throw new Error(`There is no person ${who}.`);
  return found;
}

/** What a call at a console came to: `done`, or the code of its refusal. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

type Step = fc.AsyncCommand<Model, Real>;

/** A step that may happen at any time; `act` does it and moves the model. */
function step(name: string, act: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    async run(model, real) {
      await act(model, real);
      await compare(model, real);
      await later(real);
    },
    toString: () => name,
  };
}

const present = (who: number): Step =>
  step(`badge of person ${who}`, async (model, { machineId }) => {
    const { badge } = person(who);
    const place = 'Model';
    const outcome = await site.domain.presenter.present({
      machineId,
      ...badge,
      via: 'reader',
      place,
    });
    const said = outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
    if (model.running === who) {
      expectEqual('outcome', said, 'ended');
      ended(model, 'user');
    } else if (model.running !== null) expectEqual('outcome', said, 'machine-busy');
    else if (!model.online) expectEqual('outcome', said, 'node-offline');
    else {
      expectEqual('outcome', said, 'started');
      begun(model, who);
    }
  });

const extend = (who: number): Step =>
  step(`person ${who} lengthens`, async (model, real) => {
    const [last] = await sessionsOf(real);
    if (!last) return;
    const { sessions } = consoleOf(site, person(who));
    const said = await outcomeOf(sessions.extend({ sessionId: last.id }));
    if (model.running === null) expectEqual('outcome', said, 'SESSION_ENDED');
    else if (model.running !== who) expectEqual('outcome', said, 'FORBIDDEN');
    else if (model.extensions === EXTENSIONS) expectEqual('outcome', said, 'NO_MORE_EXTENSIONS');
    else {
      expectEqual('outcome', said, 'done');
      model.extensions += 1;
    }
  });

/** The machine is set so that only who manages its area may take it from somebody. */
const takeOver = (who: number): Step =>
  step(`person ${who} takes over`, async (model, { machineId }) => {
    const { sessions } = consoleOf(site, person(who));
    const said = await outcomeOf(sessions.takeOver({ machineId }));
    if (model.running === who && model.online) expectEqual('outcome', said, 'done');
    else if (!model.online) expectEqual('outcome', said, 'NODE_OFFLINE');
    else if (model.running !== null && who !== MANAGER)
      expectEqual('outcome', said, 'NO_TAKE_OVER');
    else {
      expectEqual('outcome', said, 'done');
      begun(model, who);
    }
  });

const steps: readonly Step[] = [
  present(0),
  present(1),
  extend(0),
  extend(1),
  takeOver(0),
  takeOver(MANAGER),
  step('two people start at two consoles at once', async (model, { machineId }) => {
    const calls = [0, 1].map((who) =>
      outcomeOf(consoleOf(site, person(who)).sessions.start({ machineId })),
    );
    const said = await Promise.all(calls);
    if (model.running !== null || !model.online) {
      const refused = model.running === null ? 'NODE_OFFLINE' : 'MACHINE_BUSY';
      return expectEqual('outcomes', said, [refused, refused]);
    }
    expectEqual('outcomes', said.toSorted(), ['MACHINE_BUSY', 'done']);
    begun(model, said.indexOf('done'));
  }),
  step('node confirms release', async (model, real) => {
    const [last] = await sessionsOf(real);
    if (last) await asNode((tx) => confirmRelease(tx, last.id));
    if (model.running !== null && (model.release === 'requested' || model.unconfirmed)) {
      Object.assign(model, { release: 'released', unconfirmed: false });
    }
  }),
  step('node confirms lock', async (_model, real) => {
    const [last] = await sessionsOf(real);
    if (last) await asNode((tx) => confirmLock(tx, last.id));
  }),
  step('machine is used', async (_model, real) => {
    await asNode((tx) => recordActivity(tx, real.nodeKey, 0, 1));
  }),
  step('node is lost', async (model, real) => {
    await asNode(async (tx) => {
      await changeNodeStatus(tx, real.nodeKey, 'lost');
      await markUnconfirmed(tx, real.nodeKey);
    });
    model.online = false;
    if (model.running !== null) model.unconfirmed = true;
  }),
  step('node returns', async (model, real) => {
    const hello = {
      bootId: 'b',
      firmwareVersion: '1',
      resetReason: 'power-on',
      reportedType: null,
      configVersion: null,
    };
    await asNode(async (tx) => {
      await markNodeOnline(tx, real.nodeKey, hello);
      await changeNodeStatus(tx, real.nodeKey, 'heard');
    });
    model.online = true;
  }),
  step('supervisor ends the session', async (model, real) => {
    const [last] = await sessionsOf(real);
    if (!last || model.running === null) return;
    const reason = 'end of shift';
    await consoleOf(site, manager).sessions.endOther({ sessionId: last.id, reason });
    ended(model, 'admin');
  }),
  step('hours pass', async (model, real) => {
    await past(real, '5 hours');
    const monitor = site.domain.monitors.find(({ name }) => name === 'shopfloor.session-timeout');
    await monitor?.run({
      fenced: asNode,
      now: new Date(),
      signal: new AbortController().signal,
    });
    if (model.running !== null) ended(model, 'timeout');
  }),
];

describe('a machine and its sessions', () => {
  it('stay as the simplest model has them, whatever happens in whatever order', async () => {
    const sequence = fc.commands(
      steps.map((one) => fc.constant(one)),
      { maxCommands: 30, size: 'max' },
    );
    const checking = fc.assert(
      fc.asyncProperty(sequence, async (commands) => {
        const nodeKey = await site.node(null);
        const machineId = await site.machine({ nodeId: nodeKey, takeOver: 'manager' });
        const model: Model = {
          running: null,
          release: null,
          unconfirmed: false,
          online: true,
          sessions: 0,
          lastEnd: null,
          extensions: 0,
        };
        await fc.asyncModelRun(() => ({ model, real: { machineId, nodeKey } }), commands);
      }),
      { numRuns: 20 },
    );
    await expect(checking).resolves.toBeUndefined();
  });
});
