import type { NodeConfigState } from '#contract/shopfloor/node-config.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { type SaveErrors, unwrap } from '../unwrap.ts';
import type { ConfigSaved, NodeConfigs } from './node-configs.service.ts';

interface ConfigErrors extends SaveErrors {
  INVALID_SETTING(options: { data: { field: string } }): Error;
}

function stateOf(saved: ConfigSaved, errors: ConfigErrors, id: string): NodeConfigState {
  if (saved.kind === 'invalid') throw errors.INVALID_SETTING({ data: { field: saved.field } });
  return unwrap(saved, errors, 'node', id);
}

/** Answers `shopfloor.nodeConfigs`. */
export function nodeConfigHandlers(configs: NodeConfigs) {
  const own = procedures.shopfloor.nodeConfigs;
  return {
    get: own.get.handler(async ({ input: { id }, context, errors }) => {
      const config = await configs.get(context.actor, id);
      if (!config) throw errors.NOT_FOUND({ data: { what: 'node', id } });
      return config;
    }),
    history: own.history.handler(({ input, context }) =>
      configs.history(context.actor, input.id, input),
    ),
    save: own.save.handler(async ({ input, context, errors }) =>
      stateOf(await configs.save(context, input), errors, input.id),
    ),
    restore: own.restore.handler(async ({ input, context, errors }) =>
      unwrap(await configs.restore(context, input), errors, 'node', input.id),
    ),
    push: own.push.handler(async ({ input, context, errors }) =>
      unwrap(await configs.push(context, input.id), errors, 'node', input.id),
    ),
  };
}
