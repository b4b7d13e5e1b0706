import { implement, ORPCError, os } from '@orpc/server';
import { contract } from '#contract/index.ts';
import type { ProcedureMeta } from '#contract/procedure.ts';
import { authorise, authoriseHolder } from './authorise.ts';
import type { CallContext } from './context.ts';

const base = os.$context<CallContext>();

/** Reads what the contract declares of the called procedure; one without a declaration is denied. */
function metaOf(procedure: { '~orpc': { meta: unknown } }): ProcedureMeta {
  const meta = procedure['~orpc'].meta as Partial<ProcedureMeta>;
  if (!meta.permission || !meta.level) {
    throw new Error('A procedure without a declared permission is never callable.');
  }
  return meta as ProcedureMeta;
}

/** Enforces the declared permission and proof before the input is looked at; adds `context.actor`. */
export const requireActor = base.middleware(({ context, procedure, next }) =>
  next({ context: { actor: authorise(metaOf(procedure), context.connection.session) } }),
);

/** Enforces the declared scope of the ingest API's procedures; adds `context.holder`. */
export const requireToken = base.middleware(({ context, procedure, next }) =>
  next({ context: { holder: authoriseHolder(metaOf(procedure), context.connection.holder) } }),
);

/** Lets procedures declared `public` pass, which have no actor yet, and refuses anything else. */
export const requirePublic = base.middleware(({ procedure, next }) => {
  if (metaOf(procedure).permission !== 'public') {
    throw new ORPCError('FORBIDDEN', { message: 'This procedure is not public.' });
  }
  return next();
});

const implementer = implement(contract).$context<CallContext>();

/** Implements contract procedures for people: see {@link requireActor}. */
export const procedures = implementer.use(requireActor);

/** Implements the procedures declared `public`: see {@link requirePublic}. */
export const publicProcedures = implementer.use(requirePublic);

/** Implements the ingest API's procedures for holders of API tokens: see {@link requireToken}. */
export const tokenProcedures = implementer.use(requireToken);
