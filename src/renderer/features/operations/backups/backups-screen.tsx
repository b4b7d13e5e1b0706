import { DatabaseBackup } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '#contract/operations.ts';
import { client, isCoreError } from '#lib/core.ts';
import type { Formats } from '#lib/format.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useStream } from '#lib/use-stream.ts';
import { useAction } from '#ui/use-action.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Progress } from '#ui/progress.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import { Duration, Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import styles from './backups.module.css';

const rowId = (row: Backup): string => row.id;
const tones = { running: 'active', succeeded: 'normal', failed: 'fault' } as const;
const toneOf = ({ status }: Backup) => (status === 'failed' ? 'strong' : undefined);

/** The backups of the database, and making one now. */
export function Screen() {
  const { t } = useTranslation('operations');
  const formats = useFormats();
  const source = useBackupRows();
  const columns = useMemo(() => backupColumns(t, formats), [t, formats]);
  const running = source.rows.find(({ status }) => status === 'running');
  const create = useAction(client.operations.backup.create, {
    onDone: () => source.retry?.(),
    refused(error) {
      if (!isCoreError(error)) return undefined;
      if (error.code === 'BACKUP_RUNNING') return t(($) => $.backups.alreadyRunning);
      return error.code === 'BACKUP_NOT_OFFERED' ? t(($) => $.backups.notOffered) : undefined;
    },
  });
  return (
    <>
      <Toolbar label={t(($) => $.backups.actions)}>
        <span className={styles.quiet}>{t(($) => $.backups.hint)}</span>
        <ToolbarSpace />
        <Button
          variant="primary"
          icon={<DatabaseBackup aria-hidden="true" />}
          busy={create.busy}
          isDisabled={running !== undefined}
          onPress={() => create.run(undefined)}
        >
          {t(($) => $.backups.create)}
        </Button>
      </Toolbar>
      {running && <Running key={running.id} backup={running} onEnd={() => source.retry?.()} />}
      <DataTable
        id="operations.backups"
        label={t(($) => $.backups.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        toneOf={toneOf}
        empty={<EmptyState title={t(($) => $.backups.none)} hint={t(($) => $.backups.noneHint)} />}
      />
    </>
  );
}

function useBackupRows() {
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.operations.backup.list({ cursor, limit: 100 }, { signal }),
    [],
  );
  return usePagedRows({
    queryKey: ['operations.backups'],
    loadPage,
    topics: ['operations.backups'],
  });
}

function Running({ backup, onEnd }: { readonly backup: Backup; readonly onEnd: () => void }) {
  const { t } = useTranslation('operations');
  const [now, setNow] = useState(backup);
  useStream(
    (signal) => client.operations.backup.progress({ id: backup.id }, { signal }),
    (step) => {
      setNow(step);
      if (step.status !== 'running') onEnd();
    },
    backup.id,
  );
  return (
    <div className={styles.running}>
      {now.error === null ? (
        <Progress label={t(($) => $.backups.running)} value={now.progress} max={1} />
      ) : (
        <Banner tone="error">{now.error}</Banner>
      )}
    </div>
  );
}

function backupColumns(
  t: TFunction<'operations'>,
  formats: Formats,
): readonly TableColumn<Backup>[] {
  const fixed = { sortable: false } as const;
  return [
    {
      ...fixed,
      id: 'started',
      header: t(($) => $.field.started),
      width: 170,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    {
      ...fixed,
      id: 'status',
      header: t(($) => $.field.state),
      width: 120,
      value: ({ status }) => t(($) => $.backupStatus[status]),
      cell: ({ status }) => (
        <StatusBadge tone={tones[status]}>{t(($) => $.backupStatus[status])}</StatusBadge>
      ),
    },
    {
      ...fixed,
      id: 'kind',
      header: t(($) => $.field.kind),
      width: 110,
      value: ({ kind }) => t(($) => $.backupKind[kind]),
    },
    {
      ...fixed,
      id: 'length',
      header: t(($) => $.field.length),
      width: 90,
      align: 'end',
      value: ({ startedAt, finishedAt }) =>
        finishedAt && Date.parse(finishedAt) - Date.parse(startedAt),
      cell: ({ startedAt, finishedAt }) => (
        <Duration since={startedAt} {...(finishedAt !== null && { until: finishedAt })} />
      ),
    },
    {
      ...fixed,
      id: 'bytes',
      header: t(($) => $.field.size),
      width: 100,
      align: 'end',
      value: ({ bytes }) => bytes,
      cell: ({ bytes }) => (bytes === null ? '–' : formats.bytes(bytes)),
    },
    {
      ...fixed,
      id: 'location',
      header: t(($) => $.field.location),
      width: 380,
      grow: true,
      value: ({ location, error }) => error ?? location,
    },
    {
      ...fixed,
      id: 'schema',
      header: t(($) => $.field.schema),
      width: 150,
      value: ({ schemaVersion }) => schemaVersion,
    },
    {
      ...fixed,
      id: 'workstation',
      header: t(($) => $.field.workstation),
      width: 140,
      value: ({ workstation }) => workstation,
    },
  ];
}
