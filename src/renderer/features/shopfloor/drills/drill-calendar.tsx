import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EstopDrill } from '#contract/shopfloor/drills.ts';
import type { StopCircuit } from '#contract/shopfloor/estops.ts';
import { client } from '#lib/core.ts';
import { everyPage } from '#lib/every-page.ts';
import { useNow } from '#lib/now.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { EstopsView } from '../estops/estops-toolbar.tsx';
import { useCircuits } from '../estops/use-circuits.ts';
import { DrillBadge, drillPlace } from './drill-looks.tsx';
import styles from './drills.module.css';
import { monthAfter, monthOf, sheetOf } from './month.ts';
import type { SheetDay } from './month.ts';

/** What a {@link DrillCalendar} takes. */
export interface DrillCalendarProps extends EstopsView {
  readonly openId: string | null;
  readonly onOpen: (drill: EstopDrill) => void;
}

/** A month of drills, with the days on which one is due. */
export function DrillCalendar({ view, change, openId, onOpen }: DrillCalendarProps) {
  const { t, i18n } = useTranslation('safety');
  const formats = useFormats();
  const today = formats.dayKey(useNow(60_000));
  const month = monthOf(view.month, today);
  const sheet = sheetOf(month);
  const drills = useDrills(sheet, view);
  const circuits = (useCircuits().data ?? []).filter(
    ({ area, zone }) =>
      (view.area === undefined || area?.id === view.area) &&
      (view.zone === undefined || zone?.id === view.zone),
  );
  const turn = (count: number) => change({ month: monthAfter(month, count) });
  const title = new Intl.DateTimeFormat(i18n.language, {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${month}-15T00:00:00Z`));
  return (
    <div className={styles.calendar}>
      <header className={styles.bar}>
        <IconButton label={t(($) => $.drills.previous)} onPress={() => turn(-1)}>
          <ChevronLeft aria-hidden="true" />
        </IconButton>
        <h2 className={styles.month} aria-live="polite">
          {title}
        </h2>
        <IconButton label={t(($) => $.drills.next)} onPress={() => turn(1)}>
          <ChevronRight aria-hidden="true" />
        </IconButton>
        <Button size="small" onPress={() => change({ month: null })}>
          {t(($) => $.drills.today)}
        </Button>
      </header>
      <table className={styles.sheet} aria-label={title}>
        <thead>
          <tr>
            {sheet[0]?.map(({ key }) => (
              <th key={key} scope="col">
                {new Intl.DateTimeFormat(i18n.language, {
                  weekday: 'short',
                  timeZone: 'UTC',
                }).format(new Date(`${key}T00:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.map((week) => (
            <tr key={week[0]?.key}>
              {week.map((day) => (
                <Day
                  key={day.key}
                  day={day}
                  today={day.key === today}
                  drills={drills.filter(({ plannedFor }) => formats.dayKey(plannedFor) === day.key)}
                  due={circuits.filter(
                    ({ dueAt }) => dueAt !== null && formats.dayKey(dueAt) === day.key,
                  )}
                  openId={openId}
                  onOpen={onOpen}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useDrills(sheet: readonly (readonly SheetDay[])[], view: EstopsView['view']) {
  const first = sheet[0]?.[0]?.key ?? '';
  const last = sheet.at(-1)?.at(-1)?.key ?? '';
  // A day more on both sides: the site's days are not those of UTC.
  const from = new Date(Date.parse(`${first}T00:00:00Z`) - 86_400_000).toISOString();
  const to = new Date(Date.parse(`${last}T00:00:00Z`) + 2 * 86_400_000).toISOString();
  const filter = { areaId: view.area, zoneId: view.zone, from, to };
  const { data } = useQuery({
    queryKey: ['shopfloor.drills', 'month', filter],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        client.shopfloor.drills.list({ ...filter, cursor, limit: 200 }, { signal }),
      ),
    meta: { topics: ['shopfloor.estop_drills', 'shopfloor.estop_events'] },
  });
  return data ?? [];
}

function Day({
  day,
  today,
  drills,
  due,
  openId,
  onOpen,
}: {
  readonly day: SheetDay;
  readonly today: boolean;
  readonly drills: readonly EstopDrill[];
  readonly due: readonly StopCircuit[];
  readonly openId: string | null;
  readonly onOpen: (drill: EstopDrill) => void;
}) {
  const { t } = useTranslation('safety');
  const now = useNow(60_000);
  return (
    <td className={styles.day} data-outside={day.outside} data-today={today}>
      <span className={styles.number} {...(today && { 'aria-current': 'date' as const })}>
        {day.number}
      </span>
      {drills.map((drill) => (
        <button
          key={drill.id}
          type="button"
          className={styles.drill}
          aria-pressed={drill.id === openId}
          onClick={() => onOpen(drill)}
        >
          <DrillBadge drill={drill} />
          <span className={styles.place}>{drillPlace(drill)}</span>
        </button>
      ))}
      {due.map(({ node, zone, dueAt }) => (
        <span key={node.id} className={styles.due}>
          {dueAt !== null && Date.parse(dueAt) < now ? (
            <StatusBadge tone="warning" letter="!">
              {zone?.name ?? node.name} {t(($) => $.drills.due)}
            </StatusBadge>
          ) : (
            `${zone?.name ?? node.name} ${t(($) => $.drills.due)}`
          )}
        </span>
      ))}
    </td>
  );
}
