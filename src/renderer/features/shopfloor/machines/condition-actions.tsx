import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineCondition } from '#contract/shopfloor/machines.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';

/** What {@link ConditionActions} take. */
export interface ConditionActionsProps {
  readonly machineId: string;
  readonly name: string;
}

const conditions: readonly MachineCondition[] = ['ok', 'to-check', 'blocked'];

/** Frees a machine, marks it to be checked or blocks it, each with a note. */
export function ConditionActions(props: ConditionActionsProps) {
  return useCan('machine:manage') ? <AllowedActions {...props} /> : null;
}

function AllowedActions({ machineId, name }: ConditionActionsProps) {
  const { t } = useTranslation('shopfloor');
  const [wanted, setWanted] = useState<MachineCondition | null>(null);
  const { data: machine } = useQuery(
    orpc.shopfloor.machines.get.queryOptions({
      input: { id: machineId },
      meta: { topics: ['shopfloor.machines'] },
    }),
  );
  if (!machine) return null;
  return (
    <>
      {conditions
        .filter((condition) => condition !== machine.condition)
        .map((condition) => (
          <Button key={condition} onPress={() => setWanted(condition)}>
            {t(($) => $.condition[condition].action)}
          </Button>
        ))}
      {wanted !== null && (
        <NoteDialog
          open
          onClose={() => setWanted(null)}
          title={t(($) => $.condition[wanted].title, { name })}
          text={t(($) => $.condition[wanted].text)}
          label={t(($) => $.condition.note)}
          confirmLabel={t(($) => $.condition[wanted].confirm)}
          optional={wanted === 'ok'}
          onConfirm={(note) =>
            withProof(() =>
              client.shopfloor.machines.setCondition({
                id: machineId,
                version: machine.version,
                condition: wanted,
                note: note === '' ? null : note,
              }),
            )
          }
        />
      )}
    </>
  );
}
