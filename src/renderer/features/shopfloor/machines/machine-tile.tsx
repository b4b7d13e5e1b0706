import { CircleHelp, OctagonX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { classNames } from '#lib/class-names.ts';
import { useTicking } from '#lib/now.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useRow } from '#lib/use-rows.ts';
import { Duration } from '#ui/time.tsx';
import { useRecentRefusal } from './refusal-text.tsx';
import { StateBadge } from './state-badge.tsx';
import { timeLeft } from './time-left.ts';
import { TimeLeftText } from './time-left-text.tsx';
import styles from './machine-tile.module.css';

/** What a {@link MachineTileButton} takes. */
export interface MachineTileButtonProps {
  readonly store: RowStore<MachineTile>;
  /** The machine as the list had it; the store's is newer. */
  readonly tile: MachineTile;
  /** Its details are open. */
  readonly open: boolean;
  /** The one tile that the Tab key reaches. */
  readonly tabStop: boolean;
  readonly onOpen: (id: string) => void;
}

/** One machine on the wall; it redraws alone when only it changes. */
export function MachineTileButton(props: MachineTileButtonProps) {
  const { store, tile: listed, open, tabStop, onOpen } = props;
  const tile = useRow(store, listed.id) ?? listed;
  const { session } = tile;
  const nearEnd = useTicking(() => (isNearEnd(session) ? 1 : 0)) === 1;
  return (
    <button
      type="button"
      data-machine-id={tile.id}
      tabIndex={tabStop ? 0 : -1}
      aria-pressed={open}
      className={classNames(
        styles.tile,
        styles[tile.state],
        nearEnd && styles.warned,
        open && styles.open,
      )}
      onClick={() => onOpen(tile.id)}
    >
      <span className={styles.line}>
        <StateBadge state={tile.state} />
        <span className={styles.code}>{tile.machineId}</span>
      </span>
      <span className={styles.name}>{tile.name}</span>
      {session ? <Running session={session} /> : <Resting tile={tile} />}
      <Refusal refusal={tile.refusal} />
    </button>
  );
}

/** The warning counts from its moment on, even before the core has marked the session. */
const isNearEnd = (session: MachineTile['session']): boolean =>
  session !== null && timeLeft(session, Date.now()).kind !== 'minutes';

function Running({ session }: { readonly session: NonNullable<MachineTile['session']> }) {
  const { t } = useTranslation('shopfloor');
  return (
    <>
      <span className={styles.line}>
        <span className={styles.person}>{session.fullName ?? t(($) => $.person.unknown)}</span>
        <Duration since={session.startTime} />
      </span>
      <span className={styles.line}>
        <TimeLeftText session={session} />
        {session.unconfirmed && (
          <span className={styles.unconfirmed}>
            <CircleHelp aria-hidden="true" />
            {t(($) => $.session.unconfirmed)}
          </span>
        )}
      </span>
    </>
  );
}

/** Says why a machine is not to be used, where somebody wrote it down. */
function Resting({ tile }: { readonly tile: MachineTile }) {
  const { t } = useTranslation('shopfloor');
  const offline = tile.state === 'node-offline' && tile.node;
  return (
    <span className={styles.note}>
      {offline ? t(($) => $.tile.node, { node: offline.nodeId }) : tile.conditionNote}
    </span>
  );
}

function Refusal({ refusal }: { readonly refusal: MachineTile['refusal'] }) {
  const { t } = useTranslation('shopfloor');
  const reason = useRecentRefusal(refusal);
  if (reason === null) return null;
  return (
    <span className={styles.refusal} role="status">
      <OctagonX aria-hidden="true" />
      {t(($) => $.tile.refused, { reason })}
    </span>
  );
}
