import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StopCircuit } from '#contract/shopfloor/estops.ts';
import { orpc } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import styles from './estops.module.css';
import { StandingStop } from './standing-stop.tsx';
import { CircuitBadge } from './stop-looks.tsx';
import { useCircuits } from './use-circuits.ts';

const rowId = ({ node }: StopCircuit): string => node.id;
const toneOf = ({ state }: StopCircuit) => (state === 'normal' ? undefined : 'strong');

/** What stands now, and every circuit with its state. */
export function NowView() {
  const { t } = useTranslation('safety');
  const stops = useQuery(
    orpc.shopfloor.estops.standing.queryOptions({ meta: { topics: ['shopfloor.estop_events'] } }),
  );
  const circuits = useCircuits();
  const columns = useMemo(() => circuitColumns(t), [t]);
  const source = useGivenRows(circuits.data, {
    error: circuits.error,
    retry: () => void circuits.refetch(),
  });
  return (
    <div className={styles.now}>
      <div className={styles.stops}>
        {stops.data?.length === 0 && (
          <p className={styles.calm}>
            <strong>{t(($) => $.now.none)}.</strong> {t(($) => $.now.noneHint)}
          </p>
        )}
        {stops.data?.map((stop) => (
          <StandingStop key={stop.id} stop={stop} />
        ))}
        <p className={styles.mirror}>{t(($) => $.note)}</p>
      </div>
      <DataTable
        id="shopfloor.stop-circuits"
        label={t(($) => $.now.circuits)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        empty={
          <EmptyState title={t(($) => $.now.noCircuits)} hint={t(($) => $.now.noCircuitsHint)} />
        }
      />
    </div>
  );
}

function circuitColumns(t: TFunction<'safety'>): readonly TableColumn<StopCircuit>[] {
  return [
    {
      id: 'zone',
      header: t(($) => $.field.zone),
      width: 160,
      grow: true,
      alwaysShown: true,
      value: ({ zone }) => zone?.name,
    },
    { id: 'area', header: t(($) => $.field.area), width: 140, value: ({ area }) => area?.name },
    {
      id: 'state',
      header: t(($) => $.field.state),
      width: 190,
      value: ({ state }) => t(($) => $.state[state]),
      cell: ({ state }) => <CircuitBadge state={state} />,
    },
    {
      id: 'since',
      header: t(($) => $.field.since),
      width: 140,
      value: ({ since }) => since,
      cell: ({ since }) => (since === null ? '–' : <Time at={since} show="relative" />),
    },
    { id: 'node', header: t(($) => $.field.node), width: 110, value: ({ node }) => node.nodeId },
    {
      id: 'machines',
      header: t(($) => $.field.machines),
      width: 90,
      align: 'end',
      value: ({ machineCount }) => machineCount,
    },
    {
      id: 'lastDrill',
      header: t(($) => $.field.lastDrill),
      width: 150,
      value: ({ lastPassedAt }) => lastPassedAt,
      cell: ({ lastPassedAt }) =>
        lastPassedAt === null ? '–' : <Time at={lastPassedAt} show="day" />,
    },
    {
      id: 'due',
      header: t(($) => $.field.due),
      width: 160,
      value: ({ dueAt }) => dueAt,
      cell: ({ dueAt }) => dueAt !== null && <Due at={dueAt} />,
    },
  ];
}

/** When a drill is due; marked once it is overdue. */
function Due({ at }: { readonly at: string }) {
  const now = useNow(60_000);
  if (Date.parse(at) > now) return <Time at={at} show="day" />;
  return (
    <StatusBadge tone="warning" letter="!">
      <Time at={at} show="day" />
    </StatusBadge>
  );
}
