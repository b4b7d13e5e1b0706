import type { ReactNode } from 'react';
import { FormProvider } from 'react-hook-form';
import type { FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/incident.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Banner } from '../banner.tsx';
import { Button } from '../button.tsx';
import type { EditForm } from './use-edit-form.ts';
import styles from './form.module.css';

/** What a {@link Form} takes. */
export interface FormProps<Input extends FieldValues, Output extends FieldValues> {
  /** From `useEditForm`. */
  readonly edit: EditForm<Input, Output>;
  /** The verb on the button, such as `Save`. */
  readonly submitLabel: string;
  readonly onCancel?: () => void;
  /** Puts a failed save into words; the message of the error is shown unless told. */
  readonly describe?: (failure: unknown) => ReactNode;
  /** `FormText` and its siblings. */
  readonly children: ReactNode;
}

/** Fields with their buttons; Enter in a field saves. */
export function Form<Input extends FieldValues, Output extends FieldValues>(
  props: FormProps<Input, Output>,
) {
  const { edit, submitLabel, onCancel, describe = failureText, children } = props;
  const { t } = useTranslation('ui');
  const { isSubmitting, errors, submitCount } = edit.form.formState;
  const problems = Object.keys(errors).length;
  return (
    <FormProvider {...edit.form}>
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          // A form in a portal still bubbles to a form around it.
          event.stopPropagation();
          void edit.submit();
        }}
      >
        <RestoredDraft draft={edit.draft} />
        {children}
        {submitCount > 0 && problems > 0 && (
          <Banner tone="error">{t(($) => $.form.problems, { count: problems })}</Banner>
        )}
        {edit.failure !== undefined && <Banner tone="error">{describe(edit.failure)}</Banner>}
        <div className={styles.buttons}>
          {onCancel && <Button onPress={onCancel}>{t(($) => $.dialog.cancel)}</Button>}
          <Button type="submit" variant="primary" busy={isSubmitting}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}

function RestoredDraft({ draft }: { readonly draft: EditForm<FieldValues, FieldValues>['draft'] }) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  if (draft.restoredAt === null) return null;
  return (
    <Banner
      tone="info"
      action={
        <Button size="small" onPress={draft.discard}>
          {t(($) => $.form.discard)}
        </Button>
      }
    >
      {t(($) => $.form.restored, { time: formats.time(draft.restoredAt) })}
    </Banner>
  );
}

/** Fields side by side where there is room. */
export function FormRow({ children }: { readonly children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
