import { useTranslation } from 'react-i18next';
import type { PositionFields } from '#contract/alarms/positions.ts';
import { isCoreError } from '#lib/core.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { sourceNouns } from '../filter/source-domain.ts';
import { useAreaNames } from '../filter/use-area-names.ts';

/** Names, labels and refusals of operator positions in the person's words. */
export function usePositionWords() {
  const { t } = useTranslation('alarmPositions');
  const common = useErrorText();
  const areas = useAreaNames();
  const noun = (sourceType: string): string => {
    const known = sourceNouns.find((name) => name === sourceType);
    return known ? t(($) => $.noun[known]) : sourceType;
  };
  const areaOf = (id: string): string => areas.find((area) => area.id === id)?.name ?? id;
  const labels: Readonly<Record<keyof PositionFields, string>> = {
    name: t(($) => $.field.name),
    description: t(($) => $.field.description),
    workstations: t(($) => $.field.workstations),
    roleIds: t(($) => $.field.roles),
    areaIds: t(($) => $.field.areas),
    sourceTypes: t(($) => $.field.sources),
  };
  return {
    labels,
    noun,
    areaOf,
    /** Keys of areas and nouns of sources as people know them. */
    names: (keys: readonly unknown[]): string =>
      keys.map((key) => noun(areaOf(String(key)))).join(', '),
    refused(error: unknown): string {
      if (!isCoreError(error)) return common(error);
      if (error.code === 'UNREACHABLE') return t(($) => $.refused.unreachable);
      return error.code === 'IN_USE' ? t(($) => $.refused.inUse) : common(error);
    },
  };
}
