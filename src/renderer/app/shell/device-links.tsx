import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useCan } from '#lib/session.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { StatusBadge } from '#ui/status-badge.tsx';

/** How many badge readers answer, where the person may know. */
export function ReaderLinks() {
  return useCan('reader:read') ? <VisibleReaderLinks /> : null;
}

function VisibleReaderLinks() {
  const { t } = useTranslation('shell');
  const { store } = useLiveRows(
    (signal) => client.identity.readers.links(undefined, { signal }),
    (link) => link.readerId,
  );
  const links = useRows(store).filter(({ state }) => state !== 'disabled');
  const up = links.filter(({ state }) => state === 'up' || state === 'elsewhere').length;
  return (
    <Count
      up={up}
      all={links.length}
      text={t(($) => $.status.readers, { up, all: links.length })}
    />
  );
}

/** How many nodes answer, where the person may know. */
export function NodeLinks() {
  return useCan('node:read') ? <VisibleNodeLinks /> : null;
}

function VisibleNodeLinks() {
  const { t } = useTranslation('shell');
  const { store } = useLiveRows(
    (signal) => client.shopfloor.nodes.live({}, { signal }),
    (node) => node.id,
  );
  const nodes = useRows(store);
  const up = nodes.filter(({ status }) => status === 'online').length;
  return (
    <Count up={up} all={nodes.length} text={t(($) => $.status.nodes, { up, all: nodes.length })} />
  );
}

function Count({
  up,
  all,
  text,
}: {
  readonly up: number;
  readonly all: number;
  readonly text: string;
}) {
  if (all === 0) return null;
  return <StatusBadge tone={up === all ? 'normal' : 'warning'}>{text}</StatusBadge>;
}

function useRows<Row>(store: RowStore<Row>): readonly Row[] {
  return useSyncExternalStore(store.subscribeList, store.list);
}
