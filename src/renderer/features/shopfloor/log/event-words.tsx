import {
  ArrowLeftRight,
  ClipboardCheck,
  Clock,
  CloudOff,
  FolderInput,
  LockKeyhole,
  LogIn,
  LogOut,
  MessageSquareWarning,
  OctagonX,
  Power,
  PowerOff,
  RefreshCw,
  TimerReset,
  TriangleAlert,
  Unlock,
  Wrench,
} from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineEvent, MachineLog } from '#contract/shopfloor/logs.ts';
import type { TimelineEntry } from '#ui/timeline.tsx';
import type shopfloorTexts from '../../../locales/en/shopfloor.json';
import { useReasonText } from '../machines/refusal-text.tsx';

const icons: Readonly<Record<MachineEvent, typeof LogIn>> = {
  'session-started': LogIn,
  'session-ended': LogOut,
  'session-warned': Clock,
  'session-refused': OctagonX,
  'machine-released': Unlock,
  'machine-locked': LockKeyhole,
  'node-no-answer': TriangleAlert,
  'node-lost': CloudOff,
  'node-returned': RefreshCw,
  'condition-changed': Wrench,
  'moved-in': FolderInput,
  'session-extended': TimerReset,
  'session-taken-over': ArrowLeftRight,
  'check-confirmed': ClipboardCheck,
  'problem-reported': MessageSquareWarning,
  'taken-out-of-service': PowerOff,
  'put-back-into-service': Power,
};

/** Everything a machine's log may say happened, in the order of its filter. */
export const machineEvents = Object.keys(icons) as readonly MachineEvent[];

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** What a line of a machine's log says beside its event: reason, who ended, what was noted. */
export function useLogDetail(): (line: MachineLog) => string {
  const { t } = useTranslation('shopfloor');
  const reasonText = useReasonText();
  return useCallback(
    ({ reason, eventData }) => {
      const endedBy = textOf(eventData?.['endedBy']) as keyof typeof shopfloorTexts.endedBy | null;
      const condition = textOf(eventData?.['condition']) as
        | keyof typeof shopfloorTexts.conditionName
        | null;
      return [
        reason === null ? null : reasonText(reason),
        endedBy === null
          ? null
          : t(($) =>
              eventData?.['notReleased'] === true ? $.session.neverReleased : $.endedBy[endedBy],
            ),
        condition === null ? null : t(($) => $.conditionName[condition]),
        textOf(eventData?.['notes']) ?? textOf(eventData?.['note']),
        textOf(eventData?.['node']),
        textOf(eventData?.['area']) ?? textOf(eventData?.['zone']),
        textOf(eventData?.['event']),
      ]
        .filter((part) => part !== null && part !== '')
        .join(' · ');
    },
    [t, reasonText],
  );
}

/** Lines of a machine's log as entries of a timeline. */
export function useLogEntries(): (lines: readonly MachineLog[]) => TimelineEntry[] {
  const { t } = useTranslation('shopfloor');
  const detailOf = useLogDetail();
  return (lines) =>
    lines.map((line) => {
      const Icon = icons[line.eventType];
      const detail = detailOf(line);
      return {
        id: line.id,
        at: line.timestamp,
        title: t(($) => $.event[line.eventType]),
        icon: <Icon aria-hidden="true" />,
        ...(detail !== '' && { detail }),
        ...(line.fullName !== null && { actor: line.fullName }),
      };
    });
}
