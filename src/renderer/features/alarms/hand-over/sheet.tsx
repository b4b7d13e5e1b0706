import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverSheet } from '#contract/alarms/hand-over.ts';
import { PrioritySymbol } from '#ui/priority-symbol.tsx';
import { Time } from '#ui/time.tsx';
import { priorityDigits } from '../alarm-columns.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import styles from './hand-over.module.css';

type Line = HandOverSheet['standing'][number];

/** What a shift hands over, as it was when the sheet was written last. */
export function Sheet({ sheet }: { readonly sheet: HandOverSheet }) {
  const { t } = useTranslation('alarmHandOver');
  const shelvedFor = ({ until, reason, by }: HandOverSheet['shelved'][number]): ReactNode => (
    <>
      {t(($) => $.sheet.until)} <Time at={until} /> · {reason} {by !== null && `· ${by}`}
    </>
  );
  return (
    <>
      <p className={styles.quiet}>
        {t(($) => $.sheet.shift, { alarms: sheet.annunciated, floods: sheet.floods })}
        {sheet.writtenAt !== undefined && (
          <>
            {' '}
            {t(($) => $.sheet.writtenAt)} <Time at={sheet.writtenAt} zone />
          </>
        )}
      </p>
      <Lines name={t(($) => $.sheet.unacknowledged)} lines={sheet.unacknowledged} />
      <Lines name={t(($) => $.sheet.standing)} lines={sheet.standing} />
      <Lines name={t(($) => $.sheet.shelved)} lines={sheet.shelved} more={shelvedFor} />
      <Lines
        name={t(($) => $.sheet.outOfService)}
        lines={sheet.outOfService}
        more={({ reason, workOrder }) => `${reason}${workOrder === null ? '' : ` · ${workOrder}`}`}
      />
      <TopTen sources={sheet.topTen} />
    </>
  );
}

function Lines<Of extends Line>({
  name,
  lines,
  more,
}: {
  readonly name: string;
  readonly lines: readonly Of[];
  /** What the list says besides the alarm. */
  readonly more?: (line: Of) => ReactNode;
}) {
  const { t } = useTranslation('alarmHandOver');
  const { title } = useAlarmWords();
  return (
    <section>
      <h3>
        {name} ({lines.length})
      </h3>
      {lines.length === 0 ? (
        <p className={styles.quiet}>{t(($) => $.sheet.nothing)}</p>
      ) : (
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line.alarmId}>
              <PrioritySymbol
                priority={priorityDigits[line.priority]}
                look={line.state.startsWith('active') ? 'filled' : 'outline'}
              />
              <div className={styles.words}>
                <strong>{title(line)}</strong>
                <div className={styles.quiet}>
                  {line.sourceName} · {t(($) => $.sheet.since)} <Time at={line.since} />
                </div>
                {more && <div className={styles.quiet}>{more(line)}</div>}
                {line.comment !== null && <div>“{line.comment}”</div>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TopTen({ sources }: { readonly sources: HandOverSheet['topTen'] }) {
  const { t } = useTranslation('alarmHandOver');
  const { typeTitle } = useAlarmWords();
  return (
    <section>
      <h3>{t(($) => $.sheet.topTen)}</h3>
      {sources.length === 0 ? (
        <p className={styles.quiet}>{t(($) => $.sheet.nothing)}</p>
      ) : (
        <ol className={styles.lines}>
          {sources.map(({ alarmType, sourceName, alarms }) => (
            <li key={`${alarmType} ${sourceName}`}>
              <strong className={styles.times}>{alarms} ×</strong>
              <div className={styles.words}>
                {typeTitle(alarmType)}
                <div className={styles.quiet}>{sourceName}</div>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
