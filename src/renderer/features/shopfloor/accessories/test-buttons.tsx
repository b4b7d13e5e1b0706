import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Accessory } from '#contract/shopfloor/accessories.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { toast } from '#ui/toast-queue.ts';
import { useAction } from '#ui/use-action.ts';

type Reason = 'not-an-output' | 'inactive' | 'stop-stands' | 'node-silent';

/** How long an output is switched for; the core ends it. Seconds. */
const SECONDS = 10;

/** Tries an output for ten seconds; asks first, because something moves in the hall. */
export function TestButtons({ accessory }: { readonly accessory: Accessory }) {
  const { t } = useTranslation('safety');
  const words = useErrorText();
  const [asking, setAsking] = useState<'on' | 'off' | null>(null);
  const { id, name, test } = accessory;
  const end = useAction(client.shopfloor.accessories.endTest, {
    done: () => t(($) => $.io.test.ended),
  });
  const possible = accessory.active && accessory.node.online && !accessory.stopped;
  const refused = (failure: unknown): string => {
    if (!isCoreError(failure) || failure.code !== 'TEST_NOT_POSSIBLE') return words(failure);
    const { reason } = failure.data as { readonly reason: Reason };
    return t(($) => $.io.refused[reason]);
  };
  if (test) {
    return (
      <Button busy={end.busy} onPress={() => end.run({ id })}>
        {t(($) => $.io.test.end)}
      </Button>
    );
  }
  return (
    <>
      <Button isDisabled={!possible} onPress={() => setAsking('on')}>
        {t(($) => $.io.test.on)}
      </Button>
      <Button isDisabled={!possible} onPress={() => setAsking('off')}>
        {t(($) => $.io.test.off)}
      </Button>
      <ConfirmWithReason
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={t(($) => (asking === 'off' ? $.io.test.titleOff : $.io.test.titleOn), { name })}
        harm={t(($) => $.io.test.harm)}
        confirmLabel={t(($) => (asking === 'off' ? $.io.test.confirmOff : $.io.test.confirmOn))}
        minLength={0}
        describe={refused}
        onConfirm={async () => {
          const on = asking === 'on';
          await withProof(() => client.shopfloor.accessories.test({ id, on, seconds: SECONDS }));
          toast({ tone: 'success', title: t(($) => $.io.test.done, { name }) });
        }}
      />
    </>
  );
}
