import type { AnyContractRouter } from '@orpc/contract';
import { ORPCError, type Router } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import type { ProcedureMeta } from '#contract/procedure.ts';
import { MAX_INPUT_DEPTH } from '#contract/wire.ts';
import {
  type Admission,
  type ConnectionLimits,
  createAdmission,
  defaultLimits,
} from './admission.ts';
import { authoriseViewer } from './authorise.ts';
import { boundStream } from './bound-stream.ts';
import type { CallContext, Connection } from './context.ts';
import { type FailedCall, type IncidentServices, toWireError } from './incidents.ts';
import { bodyViolation, queryViolation } from './limits.ts';

/** The handlers of a contract, as the transports serve them. */
export type RpcRouter = Router<AnyContractRouter, CallContext>;

/** What every transport's handler is built from. */
export interface RpcServices extends IncidentServices {
  /** Caps per connection; {@link defaultLimits} unless given. */
  readonly limits?: ConnectionLimits;
}

type HandlerOptions = StandardHandlerOptions<CallContext>;
type RequestInterceptor = NonNullable<HandlerOptions['interceptors']>[number];
type CallInterceptor = NonNullable<HandlerOptions['clientInterceptors']>[number];
type CallOptions = Parameters<CallInterceptor>[0];

/** What the handler options need; the same for MessagePort, WebSocket and HTTP. */
export interface RpcHandlerOptions {
  readonly interceptors: RequestInterceptor[];
  readonly clientInterceptors: CallInterceptor[];
}

/**
 * The checks that every call passes on every transport, in order: shape of the body, caps of the
 * connection, then the procedure's own (permission, input), and on the way out the errors.
 * `envelopeDepth` is how many objects the transport wraps around the input.
 */
export function handlerOptions(services: RpcServices, envelopeDepth: number): RpcHandlerOptions {
  return {
    interceptors: [inspectRequest(MAX_INPUT_DEPTH + envelopeDepth)],
    clientInterceptors: [guardCalls(services)],
  };
}

function inspectRequest(maxDepth: number): RequestInterceptor {
  return async (options) => {
    const { request } = options;
    const body = request.method === 'GET' ? undefined : await bodyOf(request);
    const violation = queryViolation(request.url.searchParams) ?? bodyViolation(body, maxDepth);
    if (violation) throw refusedInput(violation);
    return options.next();
  };
}

async function bodyOf(request: Parameters<RequestInterceptor>[0]['request']): Promise<unknown> {
  try {
    return await request.body();
  } catch (error) {
    throw error instanceof SyntaxError ? refusedInput('The body is not valid JSON.') : error;
  }
}

function refusedInput(message: string) {
  const data = { issues: [{ path: [], message }] };
  return new ORPCError('BAD_REQUEST', { defined: true, message, data });
}

/** Holds each call to its connection's caps, ends it with the connection, and translates failures. */
export function guardCalls(services: RpcServices): CallInterceptor {
  const admission = createAdmission(services.clock, services.limits ?? defaultLimits);
  return (options) => guardCall(options, admission, services);
}

async function guardCall(options: CallOptions, admission: Admission, services: RpcServices) {
  const { connection } = options.context;
  const signals = [connection.closed, ...(options.signal ? [options.signal] : [])];
  const signal = AbortSignal.any(signals);
  const call: FailedCall = { path: options.path, procedure: options.procedure, connection, signal };
  const failed = (error: unknown) => toWireError(error, call, services);
  using stack = new DisposableStack();
  try {
    signal.throwIfAborted();
    const seat = stack.use(admission.enter(connection));
    refuseUndeclaredInput(options);
    const output: unknown = await options.next({ ...options, signal });
    if (!isStream(output)) return output;
    seat.becomeStream();
    const held = stack.move();
    return boundStream(output[Symbol.asyncIterator](), {
      until: signal,
      check: stillAllowed(call),
      toWireError: failed,
      ended: () => held.dispose(),
      cleanupFailed: (error) => services.log.error('A stream did not close', error),
    });
  } catch (error) {
    throw await failed(error);
  }
}

/** A procedure that declares no input takes none; there would be no schema to check it against. */
function refuseUndeclaredInput({ procedure, input }: CallOptions): void {
  if (procedure['~orpc'].inputSchema || input === undefined) return;
  throw refusedInput('This procedure takes no input.');
}

function isStream(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

/**
 * A stream outlives the check at its start: signing out, locking and lost rights end it, too. It is
 * checked at each message, as a display and a person are at its start.
 */
function stillAllowed({ procedure, connection }: FailedCall): () => void {
  const meta = procedure['~orpc'].meta as ProcedureMeta;
  if (meta.permission === 'public') return () => {};
  const startedBy = holderOf(connection);
  return () => {
    const same = holderOf(connection) === startedBy;
    authoriseViewer(meta, same ? connection : { session: null, display: null });
  };
}

/** Key of the display or session that a connection holds. */
function holderOf({ display, session }: Connection): string | undefined {
  return display?.displayId ?? session?.actor.sessionId;
}
