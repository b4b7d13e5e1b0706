import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { readerPurposes } from '#contract/identity/readers.ts';
import type { readerAssignment, ReaderRow } from '#contract/identity/readers.ts';
import { ComboBox } from '#ui/combo-box.tsx';
import { RadioGroup } from '#ui/radio-group.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useMachineOptions } from './use-machines.ts';

type Assignment = z.infer<typeof readerAssignment>;

/** What a reader is for while it is being chosen; complete once the place is named. */
export interface AssignmentDraft {
  readonly purpose: ReaderRow['purpose'];
  readonly workstation: string;
  readonly machineId: string | null;
}

/** The assignment of a draft; null while the place is missing. */
export function assignmentOf(draft: AssignmentDraft): Assignment | null {
  const { purpose, machineId } = draft;
  const workstation = draft.workstation.trim();
  if (purpose === 'machine') return machineId === null ? null : { purpose, machineId };
  return workstation === '' ? null : { purpose, workstation };
}

/** Chooses what a reader is for and where. */
export function AssignmentEntries({
  draft,
  onChange,
}: {
  readonly draft: AssignmentDraft;
  readonly onChange: (draft: AssignmentDraft) => void;
}) {
  const { t } = useTranslation('readers');
  const machines = useMachineOptions();
  return (
    <>
      <RadioGroup
        label={t(($) => $.field.purpose)}
        options={readerPurposes.map((value) => ({
          value,
          label: t(($) => $.purpose[value]),
          note: t(($) => $.purposeNote[value]),
        }))}
        value={draft.purpose}
        onChange={(purpose) => onChange({ ...draft, purpose })}
      />
      {draft.purpose === 'machine' ? (
        <ComboBox
          label={t(($) => $.field.machine)}
          options={machines}
          value={draft.machineId}
          onChange={(machineId) => onChange({ ...draft, machineId })}
          isRequired
        />
      ) : (
        <TextField
          label={t(($) => $.field.workstation)}
          description={t(($) => $.form.workstationHint)}
          value={draft.workstation}
          onChange={(workstation) => onChange({ ...draft, workstation })}
          maxLength={100}
          isRequired
        />
      )}
    </>
  );
}
