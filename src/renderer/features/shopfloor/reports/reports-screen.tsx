import { Printer, Settings2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UseSettings } from '#contract/shopfloor/reports.ts';
import { formatsFor } from '#lib/format.ts';
import { useNow } from '#lib/now.ts';
import { printPage } from '#lib/print-page.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { ErrorState } from '#ui/error-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { PersonFilter } from '#ui/person-filter.tsx';
import { SavedViews } from '#ui/saved-views.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { ToolbarComboBox } from '#ui/toolbar-combo-box.tsx';
import { useAreas, useMachines } from '../structure/use-structure.ts';
import { FigureStrip } from './figure-strip.tsx';
import { Overview } from './overview.tsx';
import { People } from './people.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { reportPeriod } from './report-period.ts';
import type { ReportPeriod } from './report-period.ts';
import { RulesDialog } from './rules-dialog.tsx';
import { Areas, Machines } from './things.tsx';
import { useUseReport, useUseSettings } from './use-report.ts';
import type { Asked } from './use-report.ts';
import styles from './reports.module.css';

const tabs = ['overview', 'machines', 'areas', 'people'] as const;
const params = ['tab', 'days', 'end', 'area', 'machine', 'person'] as const;

type Param = (typeof params)[number];

/** A view is of the period that ends when it is looked at. */
const keptParams = params.filter((name) => name !== 'end');

interface View {
  readonly view: ViewParams<Param>;
  readonly change: (change: ViewChange<Param>) => void;
}

/** How machines were used, by whom, and what kept people from them. */
export function Screen() {
  const [view, change] = useViewParams<Param>('reports', params);
  const settings = useUseSettings();
  if (!settings.data) return <Waiting asked={settings} />;
  return <Report settings={settings.data} view={view} change={change} />;
}

function Waiting({ asked }: { readonly asked: Asked<unknown> }) {
  const { t } = useTranslation('ui');
  const words = useErrorText();
  if (!asked.error) return <Skeleton lines={8} wholeScreen />;
  return (
    <ErrorState
      title={t(($) => $.error.loading)}
      kept={words(asked.error)}
      onRetry={() => void asked.refetch()}
    />
  );
}

function Report({ settings, view, change }: View & { readonly settings: UseSettings }) {
  const { t } = useTranslation('reports');
  const maySeePeople = useCan('user:read');
  const today = formatsFor({ language: 'en', timeZone: settings.timeZone }).dayKey(useNow(60_000));
  const period = reportPeriod(view, today);
  const { from, until } = period;
  const filter = useMemo(
    () => ({ from, until, areaId: view.area, machineId: view.machine }),
    [from, until, view.area, view.machine],
  );
  const person = maySeePeople ? view.person : undefined;
  const asked = useUseReport(filter, person);
  const tab = tabs.find((one) => one === view.tab && (one !== 'people' || maySeePeople));
  return (
    <>
      <ReportToolbar
        view={view}
        change={change}
        period={period}
        today={today}
        tab={tab ?? 'overview'}
      />
      <div className={styles.screen}>
        {asked.data ? (
          <>
            <FigureStrip
              totals={asked.data.totals}
              before={asked.data.before}
              ofOne={person !== undefined}
            />
            {(tab ?? 'overview') === 'overview' && <Overview report={asked.data} />}
            {tab === 'machines' && <Machines rows={asked.data.machines} />}
            {tab === 'areas' && <Areas rows={asked.data.areas} />}
            {tab === 'people' && (
              <People
                filter={filter}
                onOpen={(userId) => change({ person: userId, tab: 'overview' })}
              />
            )}
          </>
        ) : (
          <Waiting asked={asked} />
        )}
        <p className={styles.quiet}>
          {t(($) => $.basis, {
            zone: settings.timeZone,
            minutes: settings.idleAfterMinutes,
          })}{' '}
          {settings.rolledAt !== null && (
            <>
              {t(($) => $.upTo)} <Time at={settings.rolledAt} zone />
            </>
          )}
        </p>
      </div>
    </>
  );
}

function ReportToolbar({
  view,
  change,
  period,
  today,
  tab,
}: View & {
  readonly period: ReportPeriod;
  readonly today: string;
  readonly tab: (typeof tabs)[number];
}) {
  const { t } = useTranslation('reports');
  const maySeePeople = useCan('user:read');
  const mayConfigure = useCan('structure:manage');
  const [ruling, setRuling] = useState(false);
  const areas = useAreas().data ?? [];
  const machines = (useMachines().data ?? []).filter(
    ({ area }) => view.area === undefined || area?.id === view.area,
  );
  return (
    <Toolbar label={t(($) => $.filters)}>
      <SegmentedControl
        label={t(($) => $.tabs.label)}
        options={tabs
          .filter((value) => value !== 'people' || maySeePeople)
          .map((value) => ({ value, label: t(($) => $.tabs[value]) }))}
        value={tab}
        onChange={(value) => change({ tab: value })}
      />
      <PeriodChoice period={period} today={today} change={change} />
      <FilterSelect
        label={t(($) => $.column.area)}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
        value={view.area ?? null}
        onChange={(area) => change({ area, machine: null })}
      />
      <ToolbarComboBox
        label={t(($) => $.column.machine)}
        options={machines.map(({ id, machineId, name }) => ({
          value: id,
          label: `${machineId} ${name}`,
        }))}
        value={view.machine ?? null}
        onChange={(machine) => change({ machine })}
      />
      <PersonFilter
        label={t(($) => $.column.person)}
        value={view.person ?? null}
        onChange={(person) => change({ person })}
      />
      <ToolbarSpace />
      <SavedViews
        screen="shopfloor.reports"
        params={keptParams}
        view={view}
        change={change}
        tables={['shopfloor.report.machines', 'shopfloor.report.areas', 'shopfloor.report.people']}
      />
      {mayConfigure && (
        <IconButton label={t(($) => $.rules.title)} onPress={() => setRuling(true)}>
          <Settings2 aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={t(($) => $.print)} onPress={printPage}>
        <Printer aria-hidden="true" />
      </IconButton>
      {ruling && <RulesDialog onClose={() => setRuling(false)} />}
    </Toolbar>
  );
}
