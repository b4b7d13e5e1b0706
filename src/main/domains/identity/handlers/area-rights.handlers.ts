import { procedures } from '#platform/rpc/procedures.ts';
import type { AreaRightsService } from '../area-rights/area-rights.service.ts';
import { answering } from '../refusal.ts';

/** Answers `identity.areaRights`. */
export function areaRightsHandlers({ areaRights }: { readonly areaRights: AreaRightsService }) {
  const own = procedures.identity.areaRights;
  return {
    holders: own.holders.handler(({ input, context, errors }) =>
      answering(errors, () => areaRights.holders(context, input.areaId)),
    ),
    strangers: own.strangers.handler(({ input, context, errors }) =>
      answering(errors, () => areaRights.strangers(context, input, input)),
    ),
    set: own.set.handler(({ input, context, errors }) =>
      answering(errors, async () => {
        await areaRights.set(context, input);
        return {};
      }),
    ),
  };
}
