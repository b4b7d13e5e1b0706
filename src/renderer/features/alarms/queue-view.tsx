import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { mostQueueRows } from '#contract/alarms/queue.ts';
import { useSignedIn } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { useRows } from '#lib/use-rows.ts';
import { DataTable } from '#ui/data-table/data-table.tsx';
import type { CursorTarget } from '#ui/data-table/use-table-selection.ts';
import { useOpenRow } from '#ui/data-table/use-open-row.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { alarmColumns, toneOf } from './alarm-columns.tsx';
import { AlarmPanel } from './alarm-panel.tsx';
import { useAlarmWords } from './alarm-words.ts';
import { ActiveFilters } from './filter/active-filters.tsx';
import { CutNotice } from './cut-notice.tsx';
import { filterOf, isNarrow } from './filter/queue-filter.ts';
import { FloodStrip } from './flood/flood-strip.tsx';
import { foldColumn, Folds } from './flood/fold-column.tsx';
import { type FloodMode, useFloodMode } from './flood/use-flood-mode.ts';
import { RisenRows } from './held-marks.tsx';
import type { AlarmsView } from './view-switch.tsx';
import { QueueDialogs } from './queue-dialogs.tsx';
import { needsAttention, nextUnacknowledged } from './queue-order.ts';
import { QueueToolbar } from './queue-toolbar.tsx';
import { useLiveQueue } from './use-live-queue.ts';
import { useHeldQueue } from './use-held-queue.ts';
import { useQueueCommands } from './use-queue-commands.ts';

const idOf = (alarm: Alarm): string => alarm.id;

/** What stands now, live. No row moves while one is chosen or the order is held. */
export function QueueView({ view, change }: AlarmsView) {
  const { t } = useTranslation('alarms');
  const words = useAlarmWords();
  const { userId } = useSignedIn();
  const filter = filterOf(view, userId);
  const { store, loaded, state, total, cut } = useLiveQueue(filter);
  // Drawn in slices: what comes in a storm must not hold up frames and keys.
  const alarms = useDeferredValue(useRows(store));
  const commands = useQueueCommands(store);
  const [paused, setPaused] = useState(false);
  const { openId, follow, close, reopen } = useOpenRow();
  const hold = paused || commands.chosenCount > 0;
  const held = useHeldQueue(alarms, filter, hold);
  const mode = useFloodMode(held, hold);
  const { rows, grouped } = mode;
  const columns = useMemo(() => {
    const usual = alarmColumns(t, words.title);
    return grouped ? usual.toSpliced(1, 0, foldColumn(t)) : usual;
  }, [t, words.title, grouped]);
  const open = rows.find(({ id }) => id === openId);
  const { goTo, goToNext } = useNext(mode, openId);
  usePauseKey(() => setPaused(!paused));
  return (
    <WithPanel
      panel={
        open && (
          <AlarmPanel
            key={open.id}
            alarm={open}
            store={store}
            commands={commands}
            onClose={close}
          />
        )
      }
    >
      <QueueToolbar
        view={view}
        change={change}
        commands={commands}
        onNext={goToNext}
        waiting={mode.everyRow.some(needsAttention)}
        paused={paused}
        onPause={setPaused}
        held={held}
        stale={state.kind !== 'live' && loaded}
      />
      <ActiveFilters view={view} change={change} />
      {/* With fewer of them here, all that pass the filter are. */}
      {cut && alarms.length >= mostQueueRows / 2 && (
        <CutNotice shown={alarms.length} total={total} filtered={isNarrow(filter)} />
      )}
      <FloodStrip mode={mode} />
      <RisenRows value={held.risen}>
        <Folds value={mode}>
          <DataTable
            id="alarms.queue"
            label={t(($) => $.label.queue)}
            columns={columns}
            source={useMemo(
              () => ({
                rows,
                phase: loaded ? ('ready' as const) : ('loading' as const),
                live: store,
              }),
              [rows, loaded, store],
            )}
            rowId={idOf}
            toneOf={toneOf}
            goTo={goTo}
            onActiveChange={follow}
            onSelectionChange={commands.choose}
            onOpen={({ id }) => mode.toggleFold(id) || reopen()}
            empty={<NothingStands filtered={alarms.length > 0 || total > 0} />}
          />
        </Folds>
      </RisenRows>
      <QueueDialogs commands={commands} />
    </WithPanel>
  );
}

/** The way to the next unacknowledged alarm: the same function however often rows change. */
function useNext({ everyRow, reveal }: FloodMode, openId: string | null) {
  const [goTo, setGoTo] = useState<CursorTarget | null>(null);
  const latest = useRef({ everyRow, reveal, openId });
  useEffect(() => {
    latest.current = { everyRow, reveal, openId };
  });
  const goToNext = useCallback(() => {
    const { current } = latest;
    const next = nextUnacknowledged(current.everyRow, current.openId);
    if (!next) return;
    current.reveal(next);
    setGoTo({ id: next.id });
  }, []);
  return { goTo, goToNext };
}

function usePauseKey(togglePause: () => void): void {
  const { t } = useTranslation('alarms');
  useShortcut(
    'P',
    t(($) => $.hold.pause),
    togglePause,
  );
}

function NothingStands({ filtered }: { readonly filtered: boolean }) {
  const { t } = useTranslation('alarms');
  return (
    <EmptyState
      title={t(($) => (filtered ? $.empty.filtered : $.empty.queue))}
      hint={t(($) => (filtered ? $.empty.filteredHint : $.empty.queueHint))}
    />
  );
}
