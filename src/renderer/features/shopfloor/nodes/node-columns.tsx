import type { TFunction } from 'i18next';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { StatusTone } from '#ui/status-badge.tsx';
import { Time } from '#ui/time.tsx';

type Words = TFunction<'shopfloor'>;

const tones: Readonly<Record<NodeLink['status'], StatusTone>> = {
  online: 'normal',
  offline: 'warning',
  error: 'fault',
  updating: 'notice',
};

/** The state that counts: what a node last said of itself is worth nothing once it is silent. */
const stateOf = ({ online, status }: NodeLink): NodeLink['status'] =>
  !online && status === 'online' ? 'offline' : status;

/** Whether somebody should look at a node. */
export const troubleOf = (node: NodeLink): boolean => ['offline', 'error'].includes(stateOf(node));

/** Whether a node answers, as shape and word. */
export function NodeState({ node, t }: { readonly node: NodeLink; readonly t: Words }) {
  const state = stateOf(node);
  return <StatusBadge tone={tones[state]}>{t(($) => $.nodeStatus[state])}</StatusBadge>;
}

const counter = (
  id: 'goodFrames' | 'badFrames' | 'lostFrames',
  header: string,
): TableColumn<NodeLink> => ({
  id,
  header,
  width: 100,
  align: 'end',
  value: ({ line }) => line?.[id],
});

/** The columns of the nodes. */
export function nodeColumns(
  t: Words,
  machineCounts: ReadonlyMap<string, number>,
): readonly TableColumn<NodeLink>[] {
  return [
    {
      id: 'status',
      header: t(($) => $.field.state),
      width: 120,
      value: (node) => t(($) => $.nodeStatus[stateOf(node)]),
      cell: (node) => <NodeState node={node} t={t} />,
    },
    {
      id: 'nodeId',
      header: t(($) => $.field.code),
      width: 130,
      alwaysShown: true,
      value: ({ nodeId }) => nodeId,
    },
    {
      id: 'name',
      header: t(($) => $.field.name),
      width: 180,
      grow: true,
      value: ({ name }) => name,
    },
    { id: 'zone', header: t(($) => $.field.zone), width: 140, value: ({ zone }) => zone?.name },
    {
      id: 'lastSeen',
      header: t(($) => $.field.lastSeen),
      width: 130,
      value: ({ lastSeen }) => lastSeen,
      cell: ({ lastSeen }) => (lastSeen === null ? '–' : <Time at={lastSeen} show="relative" />),
    },
    {
      id: 'firmware',
      header: t(($) => $.field.firmware),
      width: 100,
      value: ({ firmwareVersion }) => firmwareVersion,
    },
    counter(
      'goodFrames',
      t(($) => $.field.goodFrames),
    ),
    counter(
      'badFrames',
      t(($) => $.field.badFrames),
    ),
    counter(
      'lostFrames',
      t(($) => $.field.lostFrames),
    ),
    {
      id: 'reset',
      header: t(($) => $.field.resetReason),
      width: 120,
      value: ({ resetReason }) => resetReason,
    },
    {
      id: 'machines',
      header: t(($) => $.field.machines),
      width: 90,
      align: 'end',
      value: ({ id }) => machineCounts.get(id),
    },
  ];
}
