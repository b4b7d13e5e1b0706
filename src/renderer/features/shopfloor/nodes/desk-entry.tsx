import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { nodeFields } from '#contract/shopfloor/nodes.ts';
import { FormText } from '#ui/form/form-fields.tsx';

type DeskInput = Pick<z.input<typeof nodeFields>, 'nodeType' | 'workstation'>;

/** The console that a node serves; asked of office readers only. */
export function DeskEntry() {
  const { t } = useTranslation('nodes');
  const type = useWatch<DeskInput, 'nodeType'>({ name: 'nodeType' });
  if (type !== 'office_reader') return null;
  return (
    <FormText<DeskInput>
      name="workstation"
      label={t(($) => $.desk.workstation)}
      description={t(($) => $.desk.hint)}
      emptyIsNull
    />
  );
}
