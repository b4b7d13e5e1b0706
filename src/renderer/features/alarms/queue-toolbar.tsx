import { Pause, Play, SkipForward } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { alarmPriorities, alarmPriority } from '#contract/alarms.ts';
import type { AlarmPriority } from '#contract/alarms.ts';
import { usePreferences } from '#lib/preferences.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { Button } from '#ui/button.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Toolbar, ToolbarSeparator, ToolbarSpace } from '#ui/toolbar.tsx';
import { priorityDigits } from './alarm-columns.tsx';
import { FilterMenu } from './filter/filter-menu.tsx';
import { QueueActions } from './queue-actions.tsx';
import type { HeldQueue } from './use-held-queue.ts';
import { alarmsParams, ViewSwitch } from './view-switch.tsx';
import type { AlarmsView } from './view-switch.tsx';
import type { QueueCommands } from './use-queue-commands.ts';
import styles from './queue-toolbar.module.css';

/** What a {@link QueueToolbar} takes. */
export interface QueueToolbarProps extends AlarmsView {
  readonly commands: QueueCommands;
  /** Moves on to the next unacknowledged alarm. */
  readonly onNext: () => void;
  /** There is one. */
  readonly waiting: boolean;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly held: HeldQueue;
  /** The stream is cut; what shows may be old. */
  readonly stale: boolean;
}

/** Search, filters and what may be done with the chosen alarms. */
export function QueueToolbar(props: QueueToolbarProps) {
  const { view, change, commands, paused, onPause } = props;
  const { t } = useTranslation('alarms');
  const roomy = usePreferences(({ density }) => density === 'compact');
  return (
    <Toolbar label={t(($) => $.label.filters)}>
      <Filters view={view} change={change} roomy={roomy} />
      {roomy && <ToolbarSeparator />}
      <NextButton onNext={props.onNext} waiting={props.waiting} />
      <QueueActions commands={commands} roomy={roomy} />
      <PauseButton paused={paused} onPause={onPause} />
      <ToolbarSpace />
      <HoldNotice {...props} />
    </Toolbar>
  );
}

interface FiltersProps extends AlarmsView {
  readonly roomy: boolean;
}

const Filters = memo(({ view, change, roomy }: FiltersProps) => {
  const { t } = useTranslation('alarms');
  return (
    <>
      <ViewSwitch view={view} change={change} />
      <SearchField
        label={t(($) => $.search)}
        value={view.search ?? ''}
        onChange={(search) => change({ search })}
      />
      {roomy && <PriorityFilter view={view} change={change} />}
      <FilterMenu view={view} change={change}>
        {!roomy && <PriorityFilter view={view} change={change} />}
      </FilterMenu>
      <SavedViews
        screen="alarms.queue"
        params={alarmsParams}
        view={view}
        change={change}
        tables={['alarms.queue']}
      />
    </>
  );
});

const PauseButton = memo(({ paused, onPause }: Pick<QueueToolbarProps, 'paused' | 'onPause'>) => {
  const { t } = useTranslation('alarms');
  return (
    <IconButton
      label={paused ? t(($) => $.hold.resume) : t(($) => $.hold.pause)}
      shortcut="P"
      variant="framed"
      onPress={() => onPause(!paused)}
    >
      {paused ? <Play /> : <Pause />}
    </IconButton>
  );
});

const NextButton = memo(({ onNext, waiting }: Pick<QueueToolbarProps, 'onNext' | 'waiting'>) => {
  const { t } = useTranslation('alarmActions');
  useShortcut(
    'N',
    t(($) => $.next.hint),
    onNext,
    { enabled: waiting },
  );
  return (
    <Button
      icon={<SkipForward aria-hidden="true" />}
      shortcut="N"
      isDisabled={!waiting}
      onPress={onNext}
    >
      {t(($) => $.next.action)}
    </Button>
  );
});

/** Says why rows do not move, and that more wait. */
function HoldNotice({ paused, commands, held: { added, risen }, stale }: QueueToolbarProps) {
  const { t } = useTranslation('alarms');
  const held = paused || commands.chosenCount > 0;
  return (
    <span className={styles.notice} role="status">
      {stale && <strong className={styles.stale}>{t(($) => $.stale)}</strong>}
      {held && <span>{t(($) => (paused ? $.hold.paused : $.hold.chosen))}</span>}
      {risen.size > 0 && <strong>{t(($) => $.hold.rose, { count: risen.size })}</strong>}
      {added.length > 0 && <strong>{t(($) => $.hold.added, { count: added.length })}</strong>}
    </span>
  );
}

/** Lets one priority through. */
export function PriorityFilter({ view, change }: AlarmsView) {
  const { t } = useTranslation('alarms');
  return (
    <FilterSelect<AlarmPriority>
      label={t(($) => $.field.priority)}
      options={alarmPriorities.map((priority) => ({
        value: priority,
        label: priority,
        icon: <PrioritySymbol priority={priorityDigits[priority]} />,
      }))}
      value={alarmPriority.safeParse(view.priority).data ?? null}
      onChange={(priority) => change({ priority })}
    />
  );
}
