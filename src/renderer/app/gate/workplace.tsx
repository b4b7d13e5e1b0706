import { StepUpDialog } from '#features/identity/sign-in/step-up-dialog.tsx';
import { Shell } from '../shell/shell.tsx';
import { useReportPresence } from './report-presence.ts';

/** The console of one person. Leaving it forgets everything of theirs that was on screen. */
export function Workplace() {
  useReportPresence();
  return (
    <>
      <Shell />
      <StepUpDialog />
    </>
  );
}
