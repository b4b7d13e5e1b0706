import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { alarmPriorities } from '#contract/alarms.ts';
import { routeFields } from '#contract/alarms/notifications.ts';
import type { Channel, Route } from '#contract/alarms/notifications.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { ConflictBanner } from '#ui/form/conflict-banner.tsx';
import { FormChoices } from '#ui/form/form-choices.tsx';
import { FormCheckbox, FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useVersionedForm } from '#ui/form/use-versioned-form.ts';
import { toast } from '#ui/toast-queue.ts';
import { useAlarmWords } from '../alarm-words.ts';
import { useNotificationWords } from './use-notification-words.ts';

const addresses = z
  .string()
  .transform((text) => text.split(/[\s,;]+/u).filter((address) => address !== ''))
  .pipe(routeFields.shape.addresses);
/** A route for every position has an empty choice. */
const position = z
  .string()
  .transform((id) => (id === '' ? null : id))
  .pipe(routeFields.shape.positionId);
const entries = z.strictObject({ ...routeFields.shape, addresses, positionId: position });
type Entries = z.input<typeof entries>;

const toInputAt =
  (channels: readonly Channel[]) =>
  (row: Route | null): Entries => ({
    name: row?.name ?? '',
    channelId: row?.channelId ?? channels[0]?.id ?? '',
    trigger: row?.trigger ?? 'annunciated',
    priorities: row?.priorities ?? ['P1', 'P2'],
    positionId: row?.positionId ?? '',
    alarmTypes: row?.alarmTypes ?? [],
    roleIds: row?.roleIds ?? [],
    addresses: row?.addresses.join('\n') ?? '',
    isEnabled: row?.isEnabled ?? true,
  });

/** What a {@link RouteForm} takes. */
export interface RouteFormProps {
  /** Null for a new route. */
  readonly route: Route | null;
  readonly channels: readonly Channel[];
  readonly onAdded: () => void;
}

/** Adds or changes a route: which alarms, by which channel, to whom. */
export function RouteForm({ route, channels, onAdded }: RouteFormProps) {
  const { t } = useTranslation('alarmNotifications');
  const words = useNotificationWords();
  const toInput = toInputAt(channels);
  const edit = useVersionedForm({
    row: route,
    schema: entries,
    toInput,
    draftKey: 'alarms.route',
    async save(fields, seen) {
      const { createRoute, updateRoute } = client.alarms.notifications;
      const saved = await withProof(() =>
        seen === null
          ? createRoute(fields)
          : updateRoute({ id: seen.id, version: seen.version, fields }),
      );
      toast({ tone: 'success', title: t(($) => $.saved, { name: saved.name }) });
      if (seen === null) onAdded();
      return saved;
    },
  });
  return (
    <Form edit={edit} submitLabel={t(($) => $.save)} describe={words}>
      <ConflictBanner edit={edit} toInput={toInput} labels={{ name: t(($) => $.field.name) }} />
      <FormText<Entries> name="name" label={t(($) => $.field.name)} isRequired />
      <Which />
      <FormSelect<Entries>
        name="channelId"
        label={t(($) => $.field.channel)}
        options={channels.map(({ id, name, kind }) => ({
          value: id,
          label: name,
          note: t(($) => $.kind[kind]),
        }))}
      />
      <Recipients channels={channels} />
      <FormCheckbox<Entries> name="isEnabled">{t(($) => $.field.enabled)}</FormCheckbox>
    </Form>
  );
}

/** Of which alarms it tells. */
function Which() {
  const { t } = useTranslation('alarmNotifications');
  const { title } = useAlarmWords();
  const types = useQuery(orpc.alarms.types.list.queryOptions()).data ?? [];
  const positions = useQuery(orpc.alarms.positions.list.queryOptions()).data ?? [];
  return (
    <>
      <FormSelect<Entries>
        name="trigger"
        label={t(($) => $.field.trigger)}
        options={(['annunciated', 'escalated'] as const).map((value) => ({
          value,
          label: t(($) => $.trigger[value]),
        }))}
      />
      <FormChoices<Entries>
        name="priorities"
        label={t(($) => $.field.priorities)}
        options={alarmPriorities.map((value) => ({ value, label: value }))}
      />
      <FormSelect<Entries>
        name="positionId"
        label={t(($) => $.field.position)}
        options={[
          { value: '', label: t(($) => $.route.everyPosition) },
          ...positions.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <FormChoices<Entries>
        name="alarmTypes"
        label={t(($) => $.field.types)}
        description={t(($) => $.route.typesHint)}
        options={types.map((type) => ({ value: type.alarmType, label: title(type) }))}
      />
    </>
  );
}

/** Whom a mail goes to; a webhook has one receiver and no choice. */
function Recipients({ channels }: { readonly channels: readonly Channel[] }) {
  const { t } = useTranslation('alarmNotifications');
  const channelId = useWatch<Entries, 'channelId'>({ name: 'channelId' });
  const visible = useCan('role:read');
  const roles = useQuery(orpc.identity.roles.list.queryOptions({ enabled: visible })).data ?? [];
  if (channels.find(({ id }) => id === channelId)?.kind !== 'email') return null;
  return (
    <>
      {visible && (
        <FormChoices<Entries>
          name="roleIds"
          label={t(($) => $.field.roles)}
          options={roles.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <FormText<Entries>
        name="addresses"
        label={t(($) => $.field.addresses)}
        description={t(($) => $.route.addressesHint)}
        rows={3}
      />
    </>
  );
}
