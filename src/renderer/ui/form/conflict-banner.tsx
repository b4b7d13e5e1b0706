import type { ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Banner } from '../banner.tsx';
import { Button } from '../button.tsx';
import { Description, DescriptionList } from '../description-list.tsx';
import type { VersionedForm } from './use-versioned-form.ts';

/** What a {@link ConflictBanner} takes. */
export interface ConflictBannerProps<Row, Input extends FieldValues, Output extends FieldValues> {
  readonly edit: VersionedForm<Row, Input, Output>;
  readonly toInput: (row: Row) => Input;
  /** The labels of the entries by name. */
  readonly labels: Readonly<Partial<Record<keyof Input & string, string>>>;
  /** Puts a value into words, such as the name behind a key; undefined leaves it to the form. */
  readonly show?: (name: keyof Input & string, value: unknown) => string | undefined;
}

/** Shows what somebody else saved while there were entries here, and asks whose to keep. */
export function ConflictBanner<Row, Input extends FieldValues, Output extends FieldValues>(
  props: ConflictBannerProps<Row, Input, Output>,
) {
  const { edit, toInput, labels, show } = props;
  const { t } = useTranslation('ui');
  const plain = usePlainText();
  if (edit.theirs === null) return null;
  const theirs = toInput(edit.theirs);
  const mine = edit.form.getValues();
  const differing = Object.keys(labels).filter((name) => theirs[name] !== mine[name]);
  return (
    <Banner tone="warning" title={t(($) => $.conflict.title)}>
      <p>{differing.length > 0 ? t(($) => $.conflict.text) : t(($) => $.conflict.same)}</p>
      <DescriptionList>
        {differing.map((name) => (
          <Description key={name} term={labels[name]}>
            {show?.(name, theirs[name]) ?? plain(theirs[name])}
          </Description>
        ))}
      </DescriptionList>
      <Button size="small" onPress={edit.keepMine}>
        {t(($) => $.conflict.mine)}
      </Button>{' '}
      <Button size="small" onPress={edit.takeTheirs}>
        {t(($) => $.conflict.theirs)}
      </Button>
    </Banner>
  );
}

function usePlainText(): (value: unknown) => ReactNode {
  const { t } = useTranslation('ui');
  return (value) => {
    if (value === null || value === undefined || value === '') return t(($) => $.conflict.empty);
    if (typeof value === 'boolean') return t(($) => (value ? $.conflict.yes : $.conflict.no));
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
}
