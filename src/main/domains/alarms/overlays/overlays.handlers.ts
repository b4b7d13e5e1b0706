import type { OutOfServiceOrder } from '#contract/alarms/overlays.ts';
import { procedures } from '#platform/rpc/procedures.ts';
import { operatorOf } from '../operator-of.ts';
import type { OrderOutcome, OverlaysService } from './overlays.service.ts';

/** The contract's errors that an order may end in. */
interface OrderErrors {
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  CONFLICT(options: { data: { what: string; id: string; version: number } }): Error;
  DUPLICATE(options: { data: { field: string } }): Error;
  OWN_REQUEST?(): Error;
}

const what = 'order out of service';

function orderOf(outcome: OrderOutcome, errors: OrderErrors, id: string): OutOfServiceOrder {
  switch (outcome.kind) {
    case 'done':
      return outcome.order;
    case 'not-found':
      throw errors.NOT_FOUND({ data: { what, id } });
    case 'conflict':
      throw errors.CONFLICT({ data: { what, id, version: outcome.version } });
    case 'duplicate':
      throw errors.DUPLICATE({ data: { field: 'alarmId' } });
    case 'own-request':
      throw errors.OWN_REQUEST?.() ?? errors.NOT_FOUND({ data: { what, id } });
  }
}

/** Answers `alarms.shelving`, `alarms.suppression` and `alarms.outOfService`. */
export function overlaysHandlers(service: OverlaysService) {
  const { shelving, suppression, outOfService } = procedures.alarms;
  return {
    shelving: {
      shelve: shelving.shelve.handler(({ input: { alarms, ...order }, context }) =>
        service.shelve(operatorOf(context), alarms, order),
      ),
      unshelve: shelving.unshelve.handler(({ input, context }) =>
        service.unshelve(operatorOf(context), input.shelvings),
      ),
      list: shelving.list.handler(({ input: { standing, ...page }, context }) =>
        service.shelvings(context.actor, standing, page),
      ),
    },
    suppression: {
      rules: suppression.rules.handler(({ context }) => service.rules(context.actor)),
      setRule: suppression.setRule.handler(async ({ input, context, errors }) => {
        const saved = await service.setRule(operatorOf(context), input);
        const named = { what: 'suppression rule', id: input.rule };
        if (!saved) throw errors.NOT_FOUND({ data: named });
        if (!('rule' in saved)) {
          throw errors.CONFLICT({ data: { ...named, version: saved.version } });
        }
        return saved;
      }),
      list: suppression.list.handler(({ input: { rule, ...page }, context }) =>
        service.suppressions(context.actor, rule, page),
      ),
    },
    outOfService: {
      request: outOfService.request.handler(async ({ input, context, errors }) => {
        const { alarmId, reason, workOrder = null, expectedUntil = null } = input;
        const request = { alarmId, reason, workOrder, expectedUntil };
        return orderOf(await service.request(operatorOf(context), request), errors, alarmId);
      }),
      approve: outOfService.approve.handler(async ({ input, context, errors }) =>
        orderOf(await service.step(operatorOf(context), 'approved', input), errors, input.id),
      ),
      reject: outOfService.reject.handler(async ({ input, context, errors }) =>
        orderOf(await service.step(operatorOf(context), 'rejected', input), errors, input.id),
      ),
      withdraw: outOfService.withdraw.handler(async ({ input, context, errors }) =>
        orderOf(await service.step(operatorOf(context), 'withdrawn', input), errors, input.id),
      ),
      return: outOfService.return.handler(async ({ input, context, errors }) =>
        orderOf(await service.step(operatorOf(context), 'returned', input), errors, input.id),
      ),
      list: outOfService.list.handler(({ input: { statuses, ...page }, context }) =>
        service.orders(context.actor, statuses, page),
      ),
    },
  };
}
