import { useTranslation } from 'react-i18next';
import type { JournalRow } from '#contract/alarms/journal.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { useAlarmWords } from '../alarm-words.ts';
import styles from './journal.module.css';

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** One transition with what stood before and after it. */
export function JournalPanel({
  row,
  onClose,
}: {
  readonly row: JournalRow;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('alarms');
  const { title } = useAlarmWords();
  const { before, after } = row;
  const changed = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => (before?.[name] ?? null) !== null || (after?.[name] ?? null) !== null,
  );
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
        <Description term={t(($) => $.journal.by)}>{row.userName ?? row.task}</Description>
        {row.workstation !== null && (
          <Description term={t(($) => $.journal.workstation)}>{row.workstation}</Description>
        )}
        {row.note !== null && <Description term={t(($) => $.field.note)}>{row.note}</Description>}
      </DescriptionList>
      <section>
        <h3>{t(($) => $.journal.changed)}</h3>
        <DescriptionList>
          {changed.map((name) => (
            <Description key={name} term={<code>{name}</code>}>
              <span className={styles.change}>
                {before !== null && (
                  <>
                    <del>{textOf(before[name])}</del> →{' '}
                  </>
                )}
                {after === null ? null : <ins>{textOf(after[name])}</ins>}
              </span>
            </Description>
          ))}
        </DescriptionList>
      </section>
    </DetailPanel>
  );
}
