import { implement, ORPCError } from '@orpc/server';
import { contract } from '#contract/index.ts';
import type { ProcedureMeta } from '#contract/procedure.ts';
import { authorise } from './authorise.ts';
import type { CallContext } from './context.ts';

const implementer = implement(contract).$context<CallContext>();

/** Reads what the contract declares of the called procedure; one without a declaration is denied. */
function metaOf(procedure: { '~orpc': { meta: unknown } }): ProcedureMeta {
  const meta = procedure['~orpc'].meta as Partial<ProcedureMeta>;
  if (!meta.permission || !meta.level) {
    throw new Error('A procedure without a declared permission is never callable.');
  }
  return meta as ProcedureMeta;
}

/**
 * Implements contract procedures for people: the declared permission and proof are enforced before
 * the handler runs, and `context.actor` is the person.
 */
export const procedures = implementer.use(({ context, procedure, next }) =>
  next({ context: { actor: authorise(metaOf(procedure), context.connection.session) } }),
);

/** Implements the procedures declared `public`, which have no actor yet. Anything else is refused. */
export const publicProcedures = implementer.use(({ procedure, next }) => {
  if (metaOf(procedure).permission !== 'public') {
    throw new ORPCError('FORBIDDEN', { message: 'This procedure is not public.' });
  }
  return next();
});
