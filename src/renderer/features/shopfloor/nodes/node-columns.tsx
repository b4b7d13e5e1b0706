import type { TFunction } from 'i18next';
import type { FirmwareImage } from '#contract/shopfloor/firmware.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import type { Formats } from '#lib/format.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';
import { newerImage } from './use-updates.ts';

type Words = TFunction<'shopfloor'>;

const tones: Readonly<Record<NodeLink['status'], StatusTone>> = {
  online: 'normal',
  offline: 'warning',
  error: 'fault',
  updating: 'notice',
};

/** The state that counts: what a node last said of itself is worth nothing once it is silent. */
export const stateOf = ({ online, status }: NodeLink): NodeLink['status'] =>
  !online && status !== 'updating' ? 'offline' : status;

/** Whether somebody should look at a node. */
export const troubleOf = (node: NodeLink): boolean =>
  ['offline', 'error'].includes(stateOf(node)) ||
  node.config.state === 'failed' ||
  (node.reportedType !== null && node.reportedType !== node.nodeType);

/** Whether a node answers, as shape and word. */
export function NodeState({ node, t }: { readonly node: NodeLink; readonly t: Words }) {
  const state = stateOf(node);
  return <StatusBadge tone={tones[state]}>{t(($) => $.nodeStatus[state])}</StatusBadge>;
}

const configTones: Readonly<Record<NodeLink['config']['state'], StatusTone>> = {
  none: 'off',
  pending: 'notice',
  applied: 'normal',
  failed: 'fault',
};

/** Whether a node has its settings, as shape and word. */
export function ConfigState({
  state,
  t,
}: {
  readonly state: NodeLink['config']['state'];
  readonly t: TFunction<'nodes'>;
}) {
  return <StatusBadge tone={configTones[state]}>{t(($) => $.configState[state])}</StatusBadge>;
}

/** What the columns are made with. */
export interface ColumnParts {
  readonly t: Words;
  readonly tn: TFunction<'nodes'>;
  readonly formats: Formats;
  readonly images: readonly FirmwareImage[];
  readonly machineCounts: ReadonlyMap<string, number>;
}

function firmwareColumn({ t, tn, images }: ColumnParts): TableColumn<NodeLink> {
  return {
    id: 'firmware',
    header: t(($) => $.field.firmware),
    width: 130,
    value: ({ firmwareVersion }) => firmwareVersion,
    cell(node) {
      const newer = newerImage(images, node);
      if (!newer) return node.firmwareVersion ?? '–';
      const title = tn(($) => $.list.newer, { version: newer.version });
      return (
        <span title={title}>
          {node.firmwareVersion} ↑ {newer.version}
        </span>
      );
    },
  };
}

function lineColumns({ tn, formats }: ColumnParts): TableColumn<NodeLink>[] {
  const rate = (value: number | undefined): string =>
    value === undefined ? '–' : formats.number(value, value > 0 && value < 10 ? 1 : 0);
  return [
    {
      id: 'line',
      header: tn(($) => $.list.line),
      width: 100,
      align: 'end',
      value: ({ recentLine }) => recentLine?.badPerMinute,
      cell: ({ recentLine }) => rate(recentLine?.badPerMinute),
    },
    {
      id: 'lost',
      header: tn(($) => $.list.lost),
      width: 100,
      align: 'end',
      value: ({ recentLine }) => recentLine?.lostPerMinute,
      cell: ({ recentLine }) => rate(recentLine?.lostPerMinute),
    },
    {
      id: 'roundTrip',
      header: tn(($) => $.list.roundTrip),
      width: 110,
      align: 'end',
      value: ({ recentLine }) => recentLine?.roundTripMs,
      cell: ({ recentLine }) =>
        recentLine?.roundTripMs === null || recentLine?.roundTripMs === undefined
          ? '–'
          : `${formats.number(recentLine.roundTripMs, 1)} ${tn(($) => $.unit.ms)}`,
    },
  ];
}

/** The columns of the nodes. */
export function nodeColumns(parts: ColumnParts): readonly TableColumn<NodeLink>[] {
  const { t, tn, machineCounts } = parts;
  return [
    {
      id: 'status',
      header: t(($) => $.field.state),
      width: 110,
      value: (node) => t(($) => $.nodeStatus[stateOf(node)]),
      cell: (node) => <NodeState node={node} t={t} />,
    },
    {
      id: 'nodeId',
      header: t(($) => $.field.code),
      width: 90,
      alwaysShown: true,
      value: ({ nodeId }) => nodeId,
    },
    {
      id: 'name',
      header: t(($) => $.field.name),
      width: 150,
      grow: true,
      value: ({ name }) => name,
    },
    {
      id: 'type',
      header: tn(($) => $.list.type),
      width: 130,
      value: ({ nodeType }) => t(($) => $.nodeType[nodeType]),
    },
    { id: 'zone', header: t(($) => $.field.zone), width: 120, value: ({ zone }) => zone?.name },
    firmwareColumn(parts),
    {
      id: 'config',
      header: tn(($) => $.list.config),
      width: 130,
      value: ({ config }) => `${tn(($) => $.configState[config.state])} ${config.version}`,
      cell: ({ config }) => <ConfigState state={config.state} t={tn} />,
    },
    ...lineColumns(parts),
    {
      id: 'lastSeen',
      header: t(($) => $.field.lastSeen),
      width: 120,
      value: ({ lastSeen }) => lastSeen,
      cell: ({ lastSeen }) => (lastSeen === null ? '–' : <Time at={lastSeen} show="relative" />),
    },
    {
      id: 'machines',
      header: t(($) => $.field.machines),
      width: 90,
      align: 'end',
      value: ({ id }) => machineCounts.get(id),
    },
    {
      id: 'reset',
      header: t(($) => $.field.resetReason),
      width: 110,
      initiallyHidden: true,
      value: ({ resetReason }) => resetReason,
    },
    {
      id: 'boot',
      header: tn(($) => $.list.boot),
      width: 110,
      initiallyHidden: true,
      value: ({ bootId }) => bootId,
    },
  ];
}
