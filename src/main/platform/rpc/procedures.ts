import { implement, ORPCError, os } from '@orpc/server';
import { contract } from '#contract/index.ts';
import type { ProcedureMeta } from '#contract/procedure.ts';
import { authorise, authoriseHolder, authoriseViewer, confineDisplay } from './authorise.ts';
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
export const requireActor = base.middleware(({ context, procedure, next }) => {
  const meta = metaOf(procedure);
  confineDisplay(meta, context.connection);
  return next({ context: { actor: authorise(meta, context.connection.session) } });
});

/** The same for procedures that displays may call, too; adds `context.viewer`. */
export const requireViewer = base.middleware(({ context, procedure, next }) =>
  next({ context: { viewer: authoriseViewer(metaOf(procedure), context.connection) } }),
);

/** Enforces the declared scope of the ingest API's procedures; adds `context.holder`. */
export const requireToken = base.middleware(({ context, procedure, next }) =>
  next({ context: { holder: authoriseHolder(metaOf(procedure), context.connection.holder) } }),
);

/** Lets procedures declared `public` pass, which have no actor yet, and refuses anything else. */
export const requirePublic = base.middleware(({ context, procedure, next }) => {
  const meta = metaOf(procedure);
  if (meta.permission !== 'public') {
    throw new ORPCError('FORBIDDEN', { message: 'This procedure is not public.' });
  }
  confineDisplay(meta, context.connection);
  return next();
});

const implementer = implement(contract).$context<CallContext>();

/** Implements contract procedures for people: see {@link requireActor}. */
export const procedures = implementer.use(requireActor);

/** Implements contract procedures for people and displays: see {@link requireViewer}. */
export const viewerProcedures = implementer.use(requireViewer);

/** Implements the procedures declared `public`: see {@link requirePublic}. */
export const publicProcedures = implementer.use(requirePublic);

/** Implements the ingest API's procedures for holders of API tokens: see {@link requireToken}. */
export const tokenProcedures = implementer.use(requireToken);
