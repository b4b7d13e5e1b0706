import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSessionRow } from '#contract/identity/security.ts';
import { client, orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { ListChoice } from './list-choice.tsx';
import type { SecurityView } from './list-choice.tsx';

const rowId = (row: OpenSessionRow): string => row.id;

/** Who is signed in now, and ending a session. */
export function OpenSessionsList({ view, change }: SecurityView) {
  const { t } = useTranslation('audit');
  const columns = useMemo(() => sessionColumns(t), [t]);
  const { data, error, refetch } = useQuery(
    orpc.identity.security.sessions.queryOptions({ meta: { topics: ['identity.sessions'] } }),
  );
  const failed = useMemo(() => ({ error, retry: () => void refetch() }), [error, refetch]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = data?.find(({ id }) => id === activeId);
  return (
    <WithPanel
      panel={
        active && (
          <SessionPanel key={active.id} session={active} onClose={() => setActiveId(null)} />
        )
      }
    >
      <Toolbar label={t(($) => $.security.filters)}>
        <ListChoice view={view} change={change} />
      </Toolbar>
      <DataTable
        id="identity.open-sessions"
        label={t(($) => $.security.list.sessions)}
        columns={columns}
        source={useGivenRows(data, failed)}
        rowId={rowId}
        onActiveChange={setActiveId}
      />
    </WithPanel>
  );
}

function sessionColumns(t: TFunction<'audit'>): readonly TableColumn<OpenSessionRow>[] {
  return [
    {
      id: 'person',
      header: t(($) => $.field.person),
      width: 200,
      value: ({ fullName }) => fullName,
    },
    {
      id: 'workstation',
      header: t(($) => $.field.workstation),
      width: 200,
      grow: true,
      value: ({ workstation }) => workstation,
    },
    {
      id: 'transport',
      header: t(($) => $.field.transport),
      width: 120,
      value: ({ transport }) => t(($) => $.transport[transport]),
    },
    {
      id: 'address',
      header: t(($) => $.field.address),
      width: 140,
      value: ({ address }) => address,
    },
    {
      id: 'level',
      header: t(($) => $.field.level),
      width: 150,
      value: ({ level }) => t(($) => $.level[level]),
    },
    {
      id: 'locked',
      header: t(($) => $.field.locked),
      width: 100,
      value: ({ locked }) => t(($) => (locked ? $.locked.yes : $.locked.no)),
    },
    {
      id: 'startedAt',
      header: t(($) => $.field.startedAt),
      width: 170,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      id: 'lastActivity',
      header: t(($) => $.field.lastActivity),
      width: 150,
      value: ({ lastActivity }) => lastActivity,
      cell: ({ lastActivity }) => <Time at={lastActivity} show="relative" />,
    },
  ];
}

function SessionPanel({
  session,
  onClose,
}: {
  readonly session: OpenSessionRow;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('audit');
  const words = useIdentityWords();
  const mayEnd = useCan('user:update') && !session.own;
  const [asking, setAsking] = useState(false);
  const { id, fullName: name, workstation } = session;
  return (
    <DetailPanel
      id="identity.open-session"
      title={name}
      onClose={onClose}
      {...(mayEnd && {
        actions: <Button onPress={() => setAsking(true)}>{t(($) => $.end.button)}</Button>,
      })}
    >
      <DescriptionList>
        <Description term={t(($) => $.field.workstation)}>{workstation}</Description>
        <Description term={t(($) => $.field.transport)}>
          {t(($) => $.transport[session.transport])}
        </Description>
        <Description term={t(($) => $.field.address)}>{session.address}</Description>
        <Description term={t(($) => $.field.startedAt)}>
          <Time at={session.startedAt} show="both" zone />
        </Description>
        <Description term={t(($) => $.field.endsAt)}>
          <Time at={session.endsAt} zone />
        </Description>
      </DescriptionList>
      <ConfirmWithReason
        open={asking}
        onClose={() => setAsking(false)}
        title={t(($) => $.end.title, { name })}
        harm={t(($) => $.end.harm, { name, workstation })}
        confirmLabel={t(($) => $.end.button)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.identity.security.endSession({ id }));
        }}
      />
    </DetailPanel>
  );
}
