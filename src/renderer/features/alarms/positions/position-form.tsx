import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { positionFields } from '#contract/alarms/positions.ts';
import type { Position } from '#contract/alarms/positions.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormChoices } from '#ui/form/form-choices.tsx';
import { FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { sourceNouns } from '../filter/source-domain.ts';
import { useAreaNames } from '../filter/use-area-names.ts';
import { usePositionWords } from './use-position-words.ts';

const stations = z
  .string()
  .transform((text) => text.split('\n').flatMap((line) => line.trim() || []))
  .pipe(positionFields.shape.workstations);
const entries = z.strictObject({ ...positionFields.shape, workstations: stations });
type Entries = z.input<typeof entries>;

const toInput = (row: Position | null): Entries => ({
  name: row?.name ?? '',
  description: row?.description ?? null,
  workstations: row?.workstations.join('\n') ?? '',
  roleIds: row?.roleIds ?? [],
  areaIds: row?.areaIds ?? [],
  sourceTypes: row?.sourceTypes ?? [],
});

/** What a {@link PositionForm} takes. */
export interface PositionFormProps {
  /** Null for a new position. */
  readonly position: Position | null;
  readonly onAdded: () => void;
}

/** Adds or changes an operator position: where it is worked, by whom, and what it answers. */
export function PositionForm({ position, onAdded }: PositionFormProps) {
  const { t } = useTranslation('alarmPositions');
  const words = usePositionWords();
  const edit = useVersionedForm({
    row: position,
    schema: entries,
    toInput,
    draftKey: 'alarms.position',
    async save(fields, seen) {
      if (seen === null) {
        const made = await withProof(() => client.alarms.positions.create(fields));
        toast({ tone: 'success', title: t(($) => $.saved, { name: made.name }) });
        onAdded();
        return made;
      }
      const { id, version } = seen;
      const saved = await withProof(() => client.alarms.positions.update({ id, version, fields }));
      toast({ tone: 'success', title: t(($) => $.saved, { name: saved.name }) });
      return saved;
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.save)} describe={words.refused}>
      <ConflictBanner
        edit={edit}
        toInput={toInput}
        labels={words.labels}
        show={(_name, value) => (Array.isArray(value) ? words.names(value) : undefined)}
      />
      <FormText<Entries> name="name" label={words.labels.name} isRequired />
      <FormText<Entries> name="description" label={words.labels.description} rows={2} emptyIsNull />
      <FormText<Entries>
        name="workstations"
        label={words.labels.workstations}
        description={t(($) => $.workstationsHint)}
        rows={3}
      />
      <RoleChoices label={words.labels.roleIds} />
      {position?.isDefault !== true && <Reach labels={words.labels} noun={words.noun} />}
    </Form>
  );
}

function RoleChoices({ label }: { readonly label: string }) {
  const { t } = useTranslation('alarmPositions');
  const visible = useCan('role:read');
  const { data } = useQuery(orpc.identity.roles.list.queryOptions({ enabled: visible }));
  if (!visible) return null;
  return (
    <FormChoices<Entries>
      name="roleIds"
      label={label}
      description={t(($) => $.rolesHint)}
      options={(data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

/** What it answers. The default position answers the rest and has no choice. */
function Reach({
  labels,
  noun,
}: {
  readonly labels: ReturnType<typeof usePositionWords>['labels'];
  readonly noun: (sourceType: string) => string;
}) {
  const { t } = useTranslation('alarmPositions');
  const areas = useAreaNames();
  return (
    <>
      <FormChoices<Entries>
        name="areaIds"
        label={labels.areaIds}
        description={t(($) => $.areasHint)}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FormChoices<Entries>
        name="sourceTypes"
        label={labels.sourceTypes}
        description={t(($) => $.sourcesHint)}
        options={sourceNouns.map((value) => ({ value, label: noun(value) }))}
      />
    </>
  );
}
