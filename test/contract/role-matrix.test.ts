import { isContractProcedure } from '@orpc/contract';
import { implement, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#contract/index.ts';
import { type Permission, permissions } from '#contract/permissions.ts';
import { authLevels, type ProcedureMeta } from '#contract/procedure.ts';
import type { CallContext, SessionState } from '#platform/rpc/context.ts';
import {
  requireActor,
  requirePublic,
  requireToken,
  requireViewer,
} from '#platform/rpc/procedures.ts';
import type { RpcRouter } from '#platform/rpc/rpc-handler.ts';
import {
  aDisplay,
  type Caller,
  type Harness,
  type Served,
  serveSample,
  sessionWith,
} from './support/harness.ts';
import { portHarness } from './support/port-harness.ts';
import { webHarness } from './support/web-harness.ts';

type Node = { readonly [key: string]: Node } & { handler(answer: () => never): unknown };

const implementer = implement(contract).$context<CallContext>();
const signedIn = implementer.use(requireActor) as unknown as Node;
const forTokens = implementer.use(requireToken) as unknown as Node;
const open = implementer.use(requirePublic) as unknown as Node;
const viewing = implementer.use(requireViewer) as unknown as Node;

/** The real contract with handlers that only say that they were reached. */
function reachable(part: object, path: readonly string[] = []): unknown {
  if (!isContractProcedure(part)) {
    const inner = ([key, value]: [string, unknown]) => [
      key,
      reachable(value as object, [...path, key]),
    ];
    return Object.fromEntries(Object.entries(part).map(inner)) as unknown;
  }
  const { permission, display } = part['~orpc'].meta as ProcedureMeta;
  const forPeople = display ? viewing : signedIn;
  const root = { public: open, token: forTokens }[permission as string] ?? forPeople;
  return path
    .reduce((node, key) => node[key] as Node, root)
    .handler(() => {
      throw new ORPCError('NOT_FOUND', { status: 404, data: { what: 'reached', id: '' } });
    });
}

function allOf(part: object, path: string[] = []): { path: string[]; meta: ProcedureMeta }[] {
  if (isContractProcedure(part)) {
    return [{ path, meta: part['~orpc'].meta as ProcedureMeta }];
  }
  return Object.entries(part).flatMap(([key, inner]) => allOf(inner as object, [...path, key]));
}

const procedures = allOf(contract);
const router = reachable(contract) as RpcRouter;

const everything = [...permissions];
const callers: readonly (readonly [string, SessionState | Caller | null])[] = [
  ['nobody', null],
  ['a wall display', aDisplay],
  ['somebody without any right', sessionWith([], 'fresh')],
  ...authLevels.map(
    (level) => [`somebody with every right by ${level}`, sessionWith(everything, level)] as const,
  ),
  ['somebody with every right, locked', sessionWith(everything, 'fresh', true)],
  ...everything.map((right): readonly [string, SessionState] => [
    `a holder of ${right} alone`,
    sessionWith([right], 'fresh'),
  ]),
];

const rank = (level: ProcedureMeta['level']): number => ['badge', 'proven', 'fresh'].indexOf(level);

/** The rule in its own words: what a caller gets, apart from the code that enforces it. */
function expected(meta: ProcedureMeta, caller: SessionState | Caller | null): string {
  if (caller && 'display' in caller) return meta.display ? 'admitted' : refusedToDisplay(meta);
  return expectedOf(meta, caller && 'session' in caller ? caller.session : caller);
}

/** What is for programs looks for their token first. */
const refusedToDisplay = ({ permission }: ProcedureMeta): string =>
  permission === 'token' ? 'UNAUTHENTICATED' : 'FORBIDDEN';

function expectedOf(meta: ProcedureMeta, session: SessionState | null): string {
  if (meta.permission === 'public') return 'admitted';
  if (!session || meta.permission === 'token') return 'UNAUTHENTICATED';
  if (session.locked && !meta.whileLocked) return 'LOCKED';
  const right = meta.permission;
  const held: ReadonlySet<Permission> = session.actor.permissions;
  if (right !== 'signed-in' && !held.has(right)) return 'FORBIDDEN';
  return rank(session.actor.level) < rank(meta.level) ? 'STEP_UP_REQUIRED' : 'admitted';
}

type Callable = { readonly [key: string]: Callable } & ((input: unknown) => Promise<unknown>);

/** Whoever is admitted fails at the input or at the handler; neither is a refusal. */
async function outcomeOf(client: Callable, path: readonly string[]): Promise<string> {
  const call = path.reduce((node, key) => node[key] as Callable, client);
  try {
    const answer = await call(undefined);
    await (answer as AsyncIterator<unknown>).next();
    return 'admitted';
  } catch (error) {
    const { code } = error as ORPCError<string, unknown>;
    return code === 'NOT_FOUND' || code === 'BAD_REQUEST' ? 'admitted' : code;
  }
}

const transports: readonly (readonly [string, (served: Served) => Harness | Promise<Harness>])[] = [
  ['a MessagePort', portHarness],
  ['a WebSocket', webHarness],
];

describe.each(transports)('over %s', (_, serve) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await serve({ ...serveSample(), router });
  });
  afterAll(() => harness[Symbol.asyncDispose]());

  it.each(callers)('%s gets what the contract says of every procedure', async (__, caller) => {
    const { console } = await harness.openConsole(caller);
    const client = console.client as unknown as Callable;
    const outcomes: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const { path, meta } of procedures) {
      wanted[path.join('.')] = expected(meta, caller);
      outcomes[path.join('.')] = await outcomeOf(client, path);
    }
    expect(outcomes).toEqual(wanted);
    console.close();
  });
});
