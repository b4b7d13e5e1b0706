import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { diffValues, plainText } from './values-diff.ts';
import type { DiffRow } from './values-diff.ts';
import styles from './values-diff.module.css';

type Values = Readonly<Record<string, unknown>> | null;

/** Signs besides the colour, because colour alone is not enough. */
const signs = { added: '+', removed: '−', changed: '±', same: '' } as const;

/** The fields of a record before and after, changed ones first and marked. */
export function ValuesDiff({ before, after }: { readonly before: Values; readonly after: Values }) {
  const { t } = useTranslation('audit');
  return (
    <table className={styles.diff}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.diff.field)}</th>
          <th scope="col">{t(($) => $.diff.before)}</th>
          <th scope="col">{t(($) => $.diff.after)}</th>
        </tr>
      </thead>
      <tbody>
        {diffValues(before, after).map((row) => (
          <FieldRow key={row.field} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({ row: { field, change, before, after } }: { readonly row: DiffRow }) {
  const { t } = useTranslation('audit');
  return (
    <tr className={classNames(styles[change])}>
      <th scope="row">
        <span className={styles.sign} title={t(($) => $.diff[change])}>
          {signs[change]}
        </span>
        {field}
      </th>
      <td className={styles.before}>{plainText(before) || '–'}</td>
      <td className={styles.after}>{plainText(after) || '–'}</td>
    </tr>
  );
}
