import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { ConfirmWithReason } from './confirm-with-reason.tsx';

/** What a {@link RemoveButton} takes. */
export interface RemoveButtonProps {
  /** What is removed, as people call it. */
  readonly name: string;
  /** What is lost with it. */
  readonly harm: ReactNode;
  /** Removes it; broken, the question stays open and says why. */
  readonly remove: () => Promise<unknown>;
  readonly onRemoved: () => void;
  /** Puts an error of `remove` into words; its message is shown unless told. */
  readonly describe?: (failure: unknown) => ReactNode;
}

/** Removes one thing of a panel, after a question that names it and the harm. */
export function RemoveButton({ name, harm, remove, onRemoved, describe }: RemoveButtonProps) {
  const { t } = useTranslation('ui');
  const [asked, ask] = useState(false);
  return (
    <>
      <Button icon={<Trash2 aria-hidden="true" />} onPress={() => ask(true)}>
        {t(($) => $.remove.button)}
      </Button>
      <ConfirmWithReason
        open={asked}
        onClose={() => ask(false)}
        title={t(($) => $.remove.title, { name })}
        harm={harm}
        confirmLabel={t(($) => $.remove.confirm)}
        minLength={0}
        {...(describe && { describe })}
        onConfirm={async () => {
          await remove();
          onRemoved();
        }}
      />
    </>
  );
}
