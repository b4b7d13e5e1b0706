import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import { useCan } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { EstopsToolbar } from '../estops/estops-toolbar.tsx';
import type { EstopsView } from '../estops/estops-toolbar.tsx';
import { DrillCalendar } from './drill-calendar.tsx';
import { DrillList } from './drill-list.tsx';
import { DrillPanel } from './drill-panel.tsx';
import { PlanDialog } from './plan-dialog.tsx';

/** Drills of emergency stops: a month's calendar with what is due, or the list as a report. */
export function DrillsView({ view, change }: EstopsView) {
  const { t } = useTranslation('safety');
  const mayPlan = useCan('node:manage');
  const [planning, setPlanning] = useState(false);
  const [open, setOpen] = useState<EstopDrill | null>(null);
  const shown = view.drills === 'list' ? 'list' : 'month';
  const close = (): void => setOpen(null);
  return (
    <WithPanel
      panel={open && <DrillPanel key={open.id} drill={open} onChange={setOpen} onClose={close} />}
    >
      <EstopsToolbar list="drills" view={view} change={change}>
        <SegmentedControl
          label={t(($) => $.drills.view)}
          value={shown}
          onChange={(drills) => change({ drills })}
          options={[
            { value: 'month', label: t(($) => $.drills.month) },
            { value: 'list', label: t(($) => $.drills.asList) },
          ]}
        />
        <ToolbarSpace />
        {mayPlan && (
          <Button icon={<CalendarPlus aria-hidden="true" />} onPress={() => setPlanning(true)}>
            {t(($) => $.drills.plan)}
          </Button>
        )}
      </EstopsToolbar>
      {shown === 'month' ? (
        <DrillCalendar view={view} change={change} openId={open?.id ?? null} onOpen={setOpen} />
      ) : (
        <DrillList view={view} onOpen={setOpen} />
      )}
      <PlanDialog open={planning} onClose={() => setPlanning(false)} onPlanned={setOpen} />
    </WithPanel>
  );
}
