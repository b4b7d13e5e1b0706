import type { TriedSettingsInput } from '#contract/alarms/reports.ts';
import type { AlarmTypeRow } from '#contract/alarms/types.ts';
import { useCan } from '#lib/session.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { TypeForm } from './type-form.tsx';
import { fieldGroups, typeRecord } from './type-input.ts';
import type { FieldGroup } from './type-input.ts';
import styles from './types.module.css';
import type { TypeWords } from './use-type-words.ts';

/** What a {@link TypePanel} takes. */
export interface TypePanelProps {
  readonly row: AlarmTypeRow;
  readonly title: string;
  readonly words: TypeWords;
  readonly proposal: Partial<TriedSettingsInput> | null;
  readonly onClose: () => void;
}

/** One alarm type: its editor for those who may configure, its settings for everybody else. */
export function TypePanel({ row, title, words, proposal, onClose }: TypePanelProps) {
  const mayConfigure = useCan('alarm:configure');
  return (
    <DetailPanel id="alarms.type" title={title} onClose={onClose}>
      {mayConfigure ? (
        <TypeForm row={typeRecord(row)} words={words} proposal={proposal} />
      ) : (
        <Facts row={row} words={words} />
      )}
    </DetailPanel>
  );
}

const groups = Object.keys(fieldGroups) as FieldGroup[];

function Facts({ row, words }: Pick<TypePanelProps, 'row' | 'words'>) {
  const { t, labels, show } = words;
  return (
    <div className={styles.panel}>
      <p className={styles.quiet}>{t(($) => $.readOnly)}</p>
      {groups.map((group) => (
        <section key={group}>
          <h3 className={styles.heading}>{t(($) => $.group[group])}</h3>
          <DescriptionList>
            {fieldGroups[group].map((field) => (
              <Description key={field} term={labels[field]}>
                {show(field, row[field])}
              </Description>
            ))}
          </DescriptionList>
        </section>
      ))}
    </div>
  );
}
