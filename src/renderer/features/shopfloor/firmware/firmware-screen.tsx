import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import type { Formats } from '#lib/format.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useFormats } from '#lib/use-formats.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { useGivenRows } from '#ui/data-table/row-source.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { useImages } from '../nodes/use-updates.ts';
import { FirmwarePanel } from './firmware-panel.tsx';
import { UploadDialog } from './upload-dialog.tsx';

const idOf = (row: { readonly id: string }): string => row.id;

/** The catalogue of firmware for nodes, and how far nodes are with it. */
export function Screen() {
  const { t } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const [view, change] = useViewParams('firmware', ['open']);
  const [uploading, setUploading] = useState(false);
  const { data, error, refetch } = useImages();
  const { store } = useLiveRows((signal) => client.shopfloor.nodes.live({}, { signal }), idOf);
  const nodes = useRows<NodeLink>(store);
  const columns = useColumns(nodes);
  const image = data?.find(({ id }) => id === view.open);
  const source = useGivenRows(data, error ? { error, retry: () => void refetch() } : undefined);
  return (
    <WithPanel
      panel={
        image && (
          <FirmwarePanel
            key={image.id}
            image={image}
            nodes={nodes}
            onClose={() => change({ open: null })}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.firmware.actions)}>
        <ToolbarSpace />
        {mayManage && (
          <Button
            variant="primary"
            icon={<Plus aria-hidden="true" />}
            onPress={() => setUploading(true)}
          >
            {t(($) => $.firmware.upload)}
          </Button>
        )}
      </Toolbar>
      <DataTable
        id="shopfloor.firmware"
        label={t(($) => $.firmware.label)}
        columns={columns}
        source={source}
        rowId={idOf}
        onOpen={({ id }) => change({ open: id })}
        onActiveChange={useCallback(
          (id: string | null) => {
            if (id !== null) change({ open: id });
          },
          [change],
        )}
        empty={
          <EmptyState title={t(($) => $.firmware.none)} hint={t(($) => $.firmware.noneHint)} />
        }
      />
      {uploading && <UploadDialog onClose={() => setUploading(false)} />}
    </WithPanel>
  );
}

function useColumns(nodes: readonly NodeLink[]): readonly TableColumn<FirmwareImage>[] {
  const { t } = useTranslation('nodes');
  const { t: ts } = useTranslation('shopfloor');
  const formats = useFormats();
  return useMemo(() => columnsOf({ t, ts, formats, nodes }), [t, ts, formats, nodes]);
}

function columnsOf({
  t,
  ts,
  formats,
  nodes,
}: {
  readonly t: TFunction<'nodes'>;
  readonly ts: TFunction<'shopfloor'>;
  readonly formats: Formats;
  readonly nodes: readonly NodeLink[];
}): readonly TableColumn<FirmwareImage>[] {
  const runs = ({ nodeType, version }: FirmwareImage): number =>
    nodes.filter((node) => node.nodeType === nodeType && node.firmwareVersion === version).length;
  return [
    {
      id: 'version',
      header: t(($) => $.firmware.version),
      width: 110,
      alwaysShown: true,
      value: ({ version }) => version,
    },
    {
      id: 'type',
      header: t(($) => $.list.type),
      width: 140,
      value: ({ nodeType }) => ts(($) => $.nodeType[nodeType]),
    },
    {
      id: 'running',
      header: t(($) => $.firmware.running),
      width: 150,
      align: 'end',
      value: runs,
    },
    {
      id: 'size',
      header: t(($) => $.firmware.size),
      width: 100,
      align: 'end',
      value: ({ size }) => size,
      cell: ({ size }) => formats.bytes(size),
    },
    {
      id: 'notes',
      header: t(($) => $.firmware.notes),
      width: 220,
      grow: true,
      value: ({ releaseNotes }) => releaseNotes,
    },
    {
      id: 'minimum',
      header: t(($) => $.firmware.minimum),
      width: 120,
      value: ({ minimumVersion }) => minimumVersion,
    },
    {
      id: 'uploaded',
      header: t(($) => $.firmware.uploadedAt),
      width: 160,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
}
