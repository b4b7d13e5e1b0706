import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { alarmState } from '#contract/alarms.ts';
import type { AlarmState } from '#contract/alarms.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { type ReactNode, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { Popover } from '#ui/popover.tsx';
import { Switch } from '#ui/switch.tsx';
import { queueStates } from '../alarm-columns.tsx';
import { alarmMarks } from '#contract/alarms/queue.ts';
import type { AlarmMark } from '#contract/alarms/queue.ts';
import type { AlarmsView } from '../view-switch.tsx';
import styles from './filter.module.css';
import { sourceDomains } from './source-domain.ts';
import type { SourceDomain } from './source-domain.ts';
import { useAreaNames } from './use-area-names.ts';

/** What a {@link FilterMenu} takes. */
interface FilterMenuProps extends AlarmsView {
  /** Filters for which the toolbar has no room. */
  readonly children: ReactNode;
}

/** The filters that are wanted less often than the priority, behind one button. */
export function FilterMenu({ view, change, children }: FilterMenuProps) {
  const { t } = useTranslation('alarms');
  const [open, setOpen] = useState(false);
  useShortcut(
    'F',
    t(($) => $.filter.hint),
    () => setOpen(true),
  );
  return (
    <Popover
      label={t(($) => $.filter.hint)}
      isOpen={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={<ListFilter aria-hidden="true" />} shortcut="F">
          {t(($) => $.filter.action)}
        </Button>
      }
    >
      <Choices view={view} change={change}>
        {children}
      </Choices>
    </Popover>
  );
}

function Choices({ view, change, children }: FilterMenuProps) {
  const { t } = useTranslation('alarms');
  const areas = useAreaNames();
  return (
    <div className={styles.choices}>
      <Switch
        isSelected={view.mine !== undefined}
        onChange={(mine) => change({ mine: mine ? 'yes' : null })}
      >
        {t(($) => $.filter.mine)}
      </Switch>
      {children}
      <FilterSelect<AlarmState>
        label={t(($) => $.field.state)}
        options={queueStates.map((value) => ({ value, label: t(($) => $.stateLong[value]) }))}
        value={alarmState.safeParse(view.state).data ?? null}
        onChange={(state) => change({ state })}
      />
      <FilterSelect<SourceDomain>
        label={t(($) => $.filter.domain)}
        options={sourceDomains.map((value) => ({ value, label: t(($) => $.domain[value]) }))}
        value={sourceDomains.find((domain) => domain === view.domain) ?? null}
        onChange={(domain) => change({ domain })}
      />
      {areas.length > 0 && (
        <FilterSelect
          label={t(($) => $.filter.area)}
          options={areas.map(({ id, name }) => ({ value: id, label: name }))}
          value={view.area ?? null}
          onChange={(area) => change({ area })}
        />
      )}
      <FilterSelect<AlarmMark>
        label={t(($) => $.field.marks)}
        options={alarmMarks.map((value) => ({ value, label: t(($) => $.mark[value]) }))}
        value={alarmMarks.find((mark) => mark === view.mark) ?? null}
        onChange={(mark) => change({ mark })}
      />
    </div>
  );
}
