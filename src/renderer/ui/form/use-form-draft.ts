import { useCallback, useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { forgetDraft, keepDraft, readDraft } from '#lib/drafts.ts';

/** The draft of a form. */
export interface FormDraft {
  /** When the restored entries were made, in milliseconds; null where nothing was restored. */
  readonly restoredAt: number | null;
  /** Throws the restored entries away and shows the saved ones. */
  readonly discard: () => void;
  /** Forgets what is kept; what is shown stays. */
  readonly forget: () => void;
}

/** Restores the draft kept under `key` once, and keeps each change from then on. */
export function useFormDraft<Input extends FieldValues, Output extends FieldValues>(
  form: UseFormReturn<Input, unknown, Output>,
  key: string | undefined,
  secret: readonly string[],
): FormDraft {
  const [found] = useState(() => (key === undefined ? undefined : readDraft(key)));
  const [restoredAt, setRestoredAt] = useState(found?.savedAt ?? null);
  const secrets = secret.join('\n');

  useEffect(() => {
    if (key === undefined) return undefined;
    if (found) form.reset({ ...form.getValues(), ...found.values }, { keepDefaultValues: true });
    return form.subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values, isDirty }) => {
        if (!isDirty) return;
        const kept = Object.entries(values).filter(([name]) => !secrets.split('\n').includes(name));
        keepDraft(key, { savedAt: Date.now(), values: Object.fromEntries(kept) });
      },
    });
  }, [form, key, found, secrets]);

  const forget = useCallback(() => {
    if (key !== undefined) forgetDraft(key);
    setRestoredAt(null);
  }, [key]);
  const discard = useCallback(() => {
    forget();
    form.reset();
  }, [form, forget]);
  return { restoredAt, discard, forget };
}
