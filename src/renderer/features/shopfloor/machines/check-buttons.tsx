import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { client, isCoreError } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { toast } from '#ui/toast-queue.ts';

type Asked = 'fit' | 'unfit' | 'problem';

/** Confirms the check after use, and reports what is wrong: for everybody who may run the machine. */
export function CheckButtons({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('machineUse');
  const [asked, setAsked] = useState<Asked | null>(null);
  if (!useCan('machine:operate') || tile.state === 'disabled') return null;
  return (
    <>
      {tile.state === 'to-check' && (
        <>
          <Button variant="primary" onPress={() => setAsked('fit')}>
            {t(($) => $.check.fit)}
          </Button>
          <Button onPress={() => setAsked('unfit')}>{t(($) => $.check.unfit)}</Button>
        </>
      )}
      {tile.state !== 'blocked' && tile.state !== 'to-check' && (
        <Button onPress={() => setAsked('problem')}>{t(($) => $.problem.action)}</Button>
      )}
      {asked !== null && <CheckDialog tile={tile} asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function CheckDialog(props: {
  readonly tile: MachineTile;
  readonly asked: Asked;
  readonly onClose: () => void;
}) {
  const { tile, asked, onClose } = props;
  const { t } = useTranslation('machineUse');
  const machine = tile.name;
  const isProblem = asked === 'problem';
  const isFit = asked === 'fit';
  return (
    <NoteDialog
      open
      onClose={onClose}
      title={t(($) => (isProblem ? $.problem.title : $.check.title), { machine })}
      text={t(($) => (isProblem ? $.problem.text : $.check.text))}
      label={t(($) => (isProblem ? $.problem.note : $.check.note))}
      confirmLabel={t(($) => (isProblem ? $.problem.confirm : isFit ? $.check.fit : $.check.unfit))}
      optional={isFit}
      describe={(error) =>
        isCoreError(error) && error.code === 'CHECK_NOT_DUE' ? t(($) => $.check.notDue) : undefined
      }
      onConfirm={async (note) => {
        const { machines } = client.shopfloor;
        await withProof(() =>
          isProblem
            ? machines.reportProblem({ id: tile.id, note })
            : machines.confirmCheck({ id: tile.id, fit: isFit, note: note === '' ? null : note }),
        );
        toast({
          tone: 'success',
          title: t(($) => (isFit ? $.check.done : $.problem.done), { machine }),
        });
      }}
    />
  );
}
