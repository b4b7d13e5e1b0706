import { procedures } from '#platform/rpc/procedures.ts';
import type { DisplaysService } from '../displays/displays.service.ts';
import { answering } from '../refusal.ts';

/** Answers `identity.displays`. */
export function displaysHandlers({ displays }: { readonly displays: DisplaysService }) {
  const own = procedures.identity.displays;
  return {
    list: own.list.handler(({ input: { cursor, limit, state }, context }) =>
      displays.list(context.actor, state, { cursor, limit }),
    ),
    create: own.create.handler(({ input, context, errors }) =>
      answering(errors, () => displays.create(context, input)),
    ),
    newCode: own.newCode.handler(({ input, context, errors }) =>
      answering(errors, () => displays.newCode(context, input.id)),
    ),
    revoke: own.revoke.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await displays.revoke(context, input.id);
        return {};
      }),
    ),
  };
}
