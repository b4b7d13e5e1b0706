import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '#contract/shopfloor/areas.ts';
import type { Machine } from '#contract/shopfloor/machines.ts';
import type { Zone } from '#contract/shopfloor/zones.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';

/** What a {@link StructureFacts} takes. */
export interface StructureFactsProps {
  readonly record: Area | Zone | Machine;
}

/** What is entered of an area, zone or machine, for those who may not change it. */
export function StructureFacts({ record }: StructureFactsProps) {
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <p>{t(($) => $.structure.readOnly)}</p>
      <DescriptionList>
        <Description term={t(($) => $.field.code)}>
          {'machineId' in record ? record.machineId : record.code}
        </Description>
        {'areaName' in record && (
          <Description term={t(($) => $.field.area)}>{record.areaName}</Description>
        )}
        {'machineId' in record && <OfMachine machine={record} />}
        <Description term={t(($) => $.field.description)}>{record.description}</Description>
        {!record.active && (
          <Description term={t(($) => $.field.state)}>{t(($) => $.structure.inactive)}</Description>
        )}
      </DescriptionList>
    </>
  );
}

function OfMachine({ machine }: { readonly machine: Machine }): ReactNode {
  const { t } = useTranslation('shopfloor');
  const formats = useFormats();
  const minutes = (count: number): string => formats.span(count * 60_000);
  return (
    <>
      <Description term={t(($) => $.field.area)}>{machine.area?.name}</Description>
      <Description term={t(($) => $.field.zone)}>{machine.zone?.name}</Description>
      <Description term={t(($) => $.field.node)}>{machine.node?.name}</Description>
      <Description term={t(($) => $.field.port)}>{machine.nodePort}</Description>
      <Description term={t(($) => $.field.timeout)}>
        {t(($) => $.machine.timeouts, {
          timeout: minutes(machine.timeoutMinutes),
          warning: minutes(machine.warningMinutes),
        })}
      </Description>
    </>
  );
}
