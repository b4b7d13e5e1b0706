import { useTranslation } from 'react-i18next';
import { isCoreError } from '#lib/core.ts';
import { useFormats } from '#lib/use-formats.ts';
import type shopfloorTexts from '../../../locales/en/shopfloor.json';

interface RefusalData {
  readonly session?: { readonly fullName: string | null; readonly startTime: string };
  readonly note?: string | null;
  readonly condition?: 'to-check' | 'blocked';
  readonly lastSeen?: string | null;
  readonly since?: string;
  readonly nodeId?: string;
  readonly endedBy?: keyof typeof shopfloorTexts.endedBy;
}

/** Puts the refusals of starting and ending a session into words; undefined leaves them to the common texts. */
export function useRefusalText(): (error: unknown) => string | undefined {
  const { t } = useTranslation('shopfloor');
  const formats = useFormats();
  return (error) => {
    if (!isCoreError(error)) return undefined;
    const data = (error.data ?? {}) as RefusalData;
    switch (error.code) {
      case 'MACHINE_BUSY':
        return t(($) => $.refused.busy, {
          name: data.session?.fullName ?? t(($) => $.person.unknown),
          time: data.session ? formats.time(data.session.startTime) : '–',
        });
      case 'MACHINE_INACTIVE':
        return t(($) => $.refused.inactive);
      case 'MACHINE_NOT_READY':
        return t(($) => (data.condition === 'blocked' ? $.refused.blocked : $.refused.toCheck));
      case 'NODE_OFFLINE':
        return t(($) => $.refused.nodeOffline);
      case 'NOT_TRAINED':
        return t(($) => $.refused.notTrained);
      case 'ESTOP_ACTIVE':
        return t(($) => $.refused.estop, { time: formats.time(data.since ?? Number.NaN) });
      case 'ESTOP_UNSEEN':
        return t(($) => $.refused.estopUnseen, { node: data.nodeId ?? '–' });
      case 'SESSION_ENDED':
        return t(($) => $.refused.ended, { by: t(($) => $.endedBy[data.endedBy ?? 'user']) });
      default:
        return undefined;
    }
  };
}
