import { useEffect, useEffectEvent, useState } from 'react';
import type { DefaultValues, FieldValues, Path } from 'react-hook-form';
import type { z } from 'zod';
import { useEditForm } from './use-edit-form.ts';
import type { EditForm } from './use-edit-form.ts';

/** Something that is saved with the version that was read. */
interface Versioned {
  readonly id: string;
  readonly version: number;
}

/** How {@link useVersionedForm} works. */
export interface VersionedFormOptions<
  Row extends Versioned,
  Input extends FieldValues,
  Output extends FieldValues,
> {
  /** The record as it stands now; pass each newer one as it becomes known. Null makes a new record. */
  readonly row: Row | null;
  readonly schema: z.ZodType<Output, Input>;
  /** What a person may enter of a record; of a new one for null. */
  readonly toInput: (row: Row | null) => Input;
  /** Saves over the version that the person has seen; null for a new record. Answers the saved record. */
  readonly save: (values: Output, seen: Row | null) => Promise<Row>;
  /** Names the kind of record, to keep a draft under. */
  readonly draftKey: string;
  /** Entries that a draft must not hold, such as passwords. */
  readonly secret?: readonly Path<Input>[];
}

/** A form over a record that somebody else may save meanwhile. */
export interface VersionedForm<
  Row,
  Input extends FieldValues,
  Output extends FieldValues,
> extends EditForm<Input, Output> {
  /** What somebody else saved while there were entries here; null where nobody did. */
  readonly theirs: Row | null;
  /** Puts what was changed here over theirs, for the next save; what was not stays theirs. */
  readonly keepMine: () => void;
  /** Throws the entries away and shows theirs. */
  readonly takeTheirs: () => void;
}

/** A form that notices when its record was saved elsewhere: takes it over, or asks where there are entries. */
export function useVersionedForm<
  Row extends Versioned,
  Input extends FieldValues,
  Output extends FieldValues,
>(options: VersionedFormOptions<Row, Input, Output>): VersionedForm<Row, Input, Output> {
  const { row, schema, toInput, save, draftKey, secret = [] } = options;
  const [seen, setSeen] = useState(row);
  const edit = useEditForm<Input, Output>({
    schema,
    defaults: toInput(row) as DefaultValues<Input>,
    async save(values) {
      setSeen(await save(values, seen));
    },
    draftKey: `${draftKey}.${seen?.id ?? 'new'}.${seen?.version ?? 0}`,
    secret,
  });
  const { form } = edit;
  const newer = row !== null && seen !== null && row.version > seen.version ? row : null;
  const { isDirty, dirtyFields } = form.formState;

  function takeTheirs(): void {
    if (newer === null) return;
    setSeen(newer);
    form.reset(toInput(newer));
  }

  if (newer !== null && !isDirty) setSeen(newer);
  const showSaved = useEffectEvent(() => {
    if (!isDirty) form.reset(toInput(seen));
  });
  const shown = seen === null ? null : `${seen.id} ${seen.version}`;
  useEffect(() => {
    if (shown !== null) showSaved();
  }, [shown]);

  function keepMine(): void {
    if (newer === null) return;
    const mine = Object.keys(dirtyFields).map((name) => {
      const path = name as Path<Input>;
      return [path, form.getValues(path)] as const;
    });
    setSeen(newer);
    form.reset(toInput(newer));
    for (const [path, value] of mine) form.setValue(path, value, { shouldDirty: true });
  }

  return { ...edit, theirs: isDirty ? newer : null, keepMine, takeTheirs };
}
