import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { DefaultValues, FieldValues, Path, UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { fieldProblemsOf } from '#lib/server-errors.ts';
import { useDirtyMark } from '#lib/unsaved-changes.ts';
import { useFormDraft } from './use-form-draft.ts';
import type { FormDraft } from './use-form-draft.ts';

/** How {@link useEditForm} works. */
export interface EditFormOptions<Input extends FieldValues, Output extends FieldValues> {
  /** What may be entered: the input schema of the procedure in the contract. */
  readonly schema: z.ZodType<Output, Input>;
  readonly defaults: DefaultValues<Input>;
  /** Saves; a broken promise is put next to the entries it is about, else above the buttons. */
  readonly save: (values: Output) => Promise<unknown>;
  /**
   * Keeps what is entered through a reload under this key. Put the id and version of what is edited
   * into it, so that a draft is never laid over a newer record.
   */
  readonly draftKey?: string;
  /** Entries that a draft must not hold, such as passwords. */
  readonly secret?: readonly Path<Input>[];
}

/** A form with what it needs around it; give it to `Form`. */
export interface EditForm<Input extends FieldValues, Output extends FieldValues> {
  readonly form: UseFormReturn<Input, unknown, Output>;
  readonly submit: () => Promise<void>;
  /** Why the last save failed, where the reason is not one of the entries. */
  readonly failure: unknown;
  readonly draft: FormDraft;
}

/** A form over a schema: checks on leaving a field, guards unsaved changes, keeps a draft, places errors of the server. */
export function useEditForm<Input extends FieldValues, Output extends FieldValues>(
  options: EditFormOptions<Input, Output>,
): EditForm<Input, Output> {
  const { schema, defaults, save, draftKey, secret = [] } = options;
  const { t } = useTranslation('ui');
  const [failure, setFailure] = useState<unknown>();
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues: defaults,
    mode: 'onTouched',
  });
  const draft = useFormDraft(form, draftKey, secret);
  useDirtyMark(form.formState.isDirty);

  function place(error: unknown): void {
    const problems = fieldProblemsOf(error);
    for (const { field, problem } of problems) {
      const message = problem === 'taken' ? t(($) => $.form.taken) : problem.message;
      form.setError(field as Path<Input>, { type: 'server', message });
    }
    const [first] = problems;
    if (first) form.setFocus(first.field as Path<Input>);
    else setFailure(error);
  }

  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await save(values);
    } catch (error) {
      place(error);
      return;
    }
    form.reset(form.getValues());
    draft.forget();
  });
  return { form, submit: () => submit(), failure, draft };
}
