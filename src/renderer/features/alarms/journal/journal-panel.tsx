import { useTranslation } from 'react-i18next';
import type { JournalRow } from '#contract/alarms/journal.ts';
import { useFormats } from '#lib/use-formats.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import { type AlarmPart, journalChanges } from './journal-changes.ts';
import styles from './journal.module.css';

const isMoment = (value: string): boolean => /^\d{4}-\d{2}-\d{2}T/u.test(value);

/** One transition with what stood before and after it. */
export function JournalPanel({
  row,
  onClose,
}: {
  readonly row: JournalRow;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation('alarms');
  const { title } = useAlarmWords();
  const textOf = useTextOf();
  // English is always loaded, because it fills gaps of other languages.
  const parts: object = i18n.getResource('en', 'alarms', 'journal.part');
  const changes = journalChanges(row, Object.keys(parts) as AlarmPart[]);
  return (
    <DetailPanel id="alarms.journal" title={t(($) => $.event[row.event])} onClose={onClose}>
      <DescriptionList>
        <Description term={t(($) => $.journal.alarm)}>{title(row)}</Description>
        <Description term={t(($) => $.field.source)}>{row.sourceName}</Description>
        <Description term={t(($) => $.field.time)}>
          <Time at={row.at} zone />
        </Description>
        {row.sourceTime !== null && (
          <Description term={t(($) => $.field.sourceTime)}>
            <Time at={row.sourceTime} zone />
          </Description>
        )}
        <Description term={t(($) => $.journal.by)}>
          {row.userName ?? [t(($) => $.journal.system), row.task].filter(Boolean).join(' · ')}
        </Description>
        {row.workstation !== null && (
          <Description term={t(($) => $.journal.workstation)}>{row.workstation}</Description>
        )}
        {row.note !== null && <Description term={t(($) => $.field.note)}>{row.note}</Description>}
      </DescriptionList>
      <section>
        <h3>{t(($) => $.journal.changed)}</h3>
        <DescriptionList>
          {changes.map(({ part, before, after }) => (
            <Description key={part} term={t(($) => $.journal.part[part])}>
              <span className={styles.change}>
                {row.before !== null && (
                  <>
                    <del>{textOf(before)}</del> →{' '}
                  </>
                )}
                {row.after !== null && <ins>{textOf(after)}</ins>}
              </span>
            </Description>
          ))}
        </DescriptionList>
      </section>
    </DetailPanel>
  );
}

/** Writes a value of an alarm's state as people read it. */
function useTextOf(): (value: unknown) => string {
  const { t } = useTranslation('alarms');
  const { dateTime } = useFormats();
  return (value) => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return t(($) => $.journal.truth[value ? 'true' : 'false']);
    if (typeof value !== 'string') return JSON.stringify(value);
    return isMoment(value) ? dateTime(value) : value;
  };
}
