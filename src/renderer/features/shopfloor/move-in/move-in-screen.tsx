import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveInSource } from '#contract/shopfloor/move-in.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Banner } from '#ui/banner.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Progress } from '#ui/progress.tsx';
import { Toolbar } from '#ui/toolbar.tsx';
import { EarlierRuns } from './earlier-runs.tsx';
import { ListChoice, type MoveInParam, moveInParams } from './list-choice.tsx';
import styles from './move-in.module.css';
import { MovedAlerts } from './moved-alerts.tsx';
import { MoveInReportView } from './report-view.tsx';
import { SourceForm } from './source-form.tsx';
import { useDuration } from './use-duration.ts';
import { type MoveInWork, useMoveIn } from './use-move-in.ts';

/** Moving an existing ShopMonitor in, and reading the alerts that came with it. */
export function Screen() {
  const { t } = useTranslation('moveIn');
  const [view, change] = useViewParams<MoveInParam>('move-in', moveInParams);
  return view.list === 'alerts' ? (
    <MovedAlerts view={view} change={change} />
  ) : (
    <>
      <Toolbar label={t(($) => $.list.which)}>
        <ListChoice view={view} change={change} />
      </Toolbar>
      <MovingIn />
    </>
  );
}

/** Rehearse, read the report, move. */
function MovingIn() {
  const { t } = useTranslation('moveIn');
  const work = useMoveIn();
  const [source, setSource] = useState<MoveInSource | null>(null);
  const rehearsed = work.done?.act === 'rehearse' && source !== null && work.done.source === source;
  return (
    <div className={styles.screen}>
      <p className={styles.quiet}>{t(($) => $.intro)}</p>
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Card title={t(($) => $.source.title)}>
            <SourceForm
              busy={work.running !== null}
              mayMove={rehearsed}
              onChange={() => setSource(null)}
              onRehearse={(chosen) => {
                setSource(chosen);
                work.start('rehearse', chosen);
              }}
              onMove={() => source && work.start('move', source)}
            />
          </Card>
          <Card title={t(($) => $.runs.title)}>
            <EarlierRuns />
          </Card>
        </div>
        <Outcome work={work} />
      </div>
    </div>
  );
}

function Outcome({ work }: { readonly work: MoveInWork }) {
  const { t } = useTranslation('moveIn');
  const { running, failure, done } = work;
  if (running) return <Running work={work} />;
  if (failure !== null) {
    return (
      <Banner tone="error" title={t(($) => $.failed[failure.act])}>
        {failure.text}
      </Banner>
    );
  }
  if (!done) {
    return (
      <Card>
        <EmptyState title={t(($) => $.nothing)} hint={t(($) => $.nothingHint)} />
      </Card>
    );
  }
  return <MoveInReportView act={done.act} report={done.report} />;
}

function Running({ work: { running, cancel } }: { readonly work: MoveInWork }) {
  const { t } = useTranslation('moveIn');
  const duration = useDuration();
  const step = running?.step;
  const left =
    step?.secondsLeft === null || step === undefined
      ? null
      : t(($) => $.progress.left, { time: duration(step.secondsLeft) });
  return (
    <Card title={t(($) => $.progress[running?.act ?? 'rehearse'])}>
      <div className={styles.stack}>
        <Progress
          label={
            step
              ? `${t(($) => $.progress[step.phase])} ${step.table}`
              : t(($) => $.progress.opening)
          }
          {...(step && { value: step.rowsDone, max: Math.max(step.rowsTotal, 1) })}
          {...(step && {
            valueText: t(($) => $.progress.rows, {
              done: step.rowsDone,
              total: step.rowsTotal,
              pace: step.rowsPerSecond,
            }),
          })}
          onCancel={cancel}
        />
        <p className={styles.quiet}>{left}</p>
        <p className={styles.quiet}>{t(($) => $.progress.hint[running?.act ?? 'rehearse'])}</p>
      </div>
    </Card>
  );
}
