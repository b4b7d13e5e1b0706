import type { ReactNode } from 'react';
import type { Alarm } from '#contract/alarms.ts';
import { Skeleton } from '#ui/skeleton.tsx';
import { Time } from '#ui/time.tsx';
import { AlarmSymbol } from '../alarm-columns.tsx';
import styles from '../alarm-members.module.css';
import { useAlarmWords } from '../alarm-words.ts';

/** What {@link AlarmLines} take. */
export interface AlarmLinesProps {
  readonly title: string;
  /** Said where there are none. */
  readonly none: string;
  /** Undefined while they load. */
  readonly alarms: readonly Alarm[] | undefined;
  /** Behind the lines, such as how many more there are. */
  readonly children?: ReactNode;
}

/** A few alarms, one line each. */
export function AlarmLines({ title, none, alarms, children }: AlarmLinesProps) {
  const words = useAlarmWords();
  if (!alarms) return <Skeleton lines={3} />;
  return (
    <section className={styles.members}>
      <h3>{title}</h3>
      {alarms.length === 0 && <p>{none}</p>}
      <ul>
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <AlarmSymbol alarm={alarm} />
            <span className={styles.words}>
              {alarm.sourceName} · {words.title(alarm)}
            </span>
            <Time at={alarm.annunciatedAt} show="clock" />
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
