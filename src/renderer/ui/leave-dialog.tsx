import { useTranslation } from 'react-i18next';
import { answerLeave, useUnsavedChanges } from '#lib/unsaved-changes.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before unsaved changes are lost. Mount it once; navigation awaits `mayLeave()`. */
export function LeaveDialog() {
  const { t } = useTranslation('ui');
  const asking = useUnsavedChanges((state) => state.asking !== null);
  return (
    <Dialog
      open={asking}
      onClose={() => answerLeave(false)}
      title={t(($) => $.form.leave)}
      size="small"
      role="alertdialog"
      footer={
        <>
          <Button onPress={() => answerLeave(true)} variant="danger">
            {t(($) => $.form.leaveAnyway)}
          </Button>
          <Button onPress={() => answerLeave(false)} autoFocus>
            {t(($) => $.form.stay)}
          </Button>
        </>
      }
    >
      {t(($) => $.form.leaveHarm)}
    </Dialog>
  );
}
