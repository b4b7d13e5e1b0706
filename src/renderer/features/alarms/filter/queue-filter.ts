import { alarmPriority, alarmState } from '#contract/alarms.ts';
import type { Alarm, AlarmPriority, AlarmState } from '#contract/alarms.ts';
import { alarmMarks } from '#contract/alarms/queue.ts';
import type { AlarmMark, QueueFilter as AskedFilter } from '#contract/alarms/queue.ts';
import { entityId } from '#contract/procedure.ts';
import { marksOf } from '../alarm-marks.ts';
import type { AlarmsView } from '../view-switch.tsx';
import { domainOf, sourceDomains, sourcesOf } from './source-domain.ts';
import type { SourceDomain } from './source-domain.ts';

/** What narrows the queue. */
export interface QueueFilter {
  readonly priority?: AlarmPriority | undefined;
  readonly state?: AlarmState | undefined;
  readonly domain?: SourceDomain | undefined;
  /** Key of the area of the source. */
  readonly area?: string | undefined;
  readonly mark?: AlarmMark | undefined;
  /** Who looks after it. */
  readonly assignedTo?: string | undefined;
  /** Part of source, title or message. */
  readonly search?: string | undefined;
}

const oneOf = <T extends string>(values: readonly T[], text: string | undefined): T | undefined =>
  values.find((value) => value === text);

/** The filter that the address asks for; what it does not know lets everything through. */
export function filterOf(view: AlarmsView['view'], userId: string): QueueFilter {
  return {
    priority: alarmPriority.safeParse(view.priority).data,
    state: alarmState.safeParse(view.state).data,
    domain: oneOf(sourceDomains, view.domain),
    area: view.area,
    mark: oneOf(alarmMarks, view.mark),
    assignedTo: view.mine === undefined ? undefined : userId,
    search: view.search,
  };
}

/** Whether a filter keeps anything back. */
export const isNarrow = (filter: QueueFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined && value.trim() !== '');

/** The filter as the core takes it. */
export function askedOf({ domain, area, search, ...same }: QueueFilter): AskedFilter {
  return {
    ...same,
    ...(domain && sourcesOf(domain)),
    areaId: entityId.safeParse(area).data,
    search: search?.trim() || undefined,
  };
}

/** Whether an alarm passes the filter. */
export function passes(alarm: Alarm, filter: QueueFilter): boolean {
  const { priority, state, domain, area, mark, assignedTo, search } = filter;
  const wanted = search?.trim().toLocaleLowerCase() ?? '';
  return (
    (priority === undefined || alarm.priority === priority) &&
    (state === undefined || alarm.state === state) &&
    (domain === undefined || domainOf(alarm.sourceType) === domain) &&
    (area === undefined || alarm.areaId === area) &&
    (mark === undefined || marksOf(alarm).includes(mark)) &&
    (assignedTo === undefined || alarm.assignedTo === assignedTo) &&
    (wanted === '' ||
      `${alarm.sourceName} ${alarm.title} ${alarm.message}`.toLocaleLowerCase().includes(wanted))
  );
}
