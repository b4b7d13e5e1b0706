import { useTranslation } from 'react-i18next';
import type { StructureChange, StructureProblem } from '#contract/shopfloor/structure.ts';
import { Banner } from '#ui/banner.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';
import styles from './exchange-dialog.module.css';

/** More rows than this tell nobody more; the counts say the rest. */
const shown = 200;

/** Every problem of a file: where it is, and what to do about it. */
export function ProblemList({ problems }: { readonly problems: readonly StructureProblem[] }) {
  const { t } = useTranslation('structure');
  return (
    <Banner tone="error" title={t(($) => $.problems, { count: problems.length })}>
      <ul className={styles.problems}>
        {problems.slice(0, shown).map(({ line, column, fault, value }) => (
          <li key={`${line} ${column} ${fault}`}>
            <strong>
              {column === null
                ? t(($) => $.atLine, { line })
                : t(($) => $.atCell, { line, column })}
            </strong>{' '}
            {t(($) => $.fault[fault], { value: value ?? '' })}
          </li>
        ))}
      </ul>
      {problems.length > shown && <p>{t(($) => $.more, { count: problems.length - shown })}</p>}
    </Banner>
  );
}

/** What a file would add and change; what stays as it is is only counted. */
export function ChangeList({ changes }: { readonly changes: readonly StructureChange[] }) {
  const { t } = useTranslation('structure');
  const count = (action: StructureChange['action']): number =>
    changes.filter((change) => change.action === action).length;
  const differing = changes.filter(({ action }) => action !== 'same');
  return (
    <>
      <p role="status">
        {t(($) => $.summary, {
          added: count('add'),
          changed: count('change'),
          same: count('same'),
        })}
      </p>
      {differing.length > 0 && (
        <table className={styles.changes}>
          <thead>
            <tr>
              <th scope="col">{t(($) => $.line)}</th>
              <th scope="col">{t(($) => $.action)}</th>
              <th scope="col">{t(($) => $.record)}</th>
              <th scope="col">{t(($) => $.difference)}</th>
            </tr>
          </thead>
          <tbody>
            {differing.slice(0, shown).map((change) => (
              <tr key={`${change.kind} ${change.code}`}>
                <td>{change.line}</td>
                <td>
                  <StatusBadge
                    tone={change.action === 'add' ? 'notice' : 'normal'}
                    letter={change.action === 'add' ? '+' : '~'}
                  >
                    {t(($) => $.actions[change.action])}
                  </StatusBadge>
                </td>
                <td>
                  {t(($) => $.kind[change.kind])} {change.code} {change.name}
                </td>
                <td>
                  {change.fields.map(({ column, from, to }) => (
                    <div key={column}>
                      {column}: {from ?? '–'} → {to ?? '–'}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {differing.length > shown && <p>{t(($) => $.more, { count: differing.length - shown })}</p>}
    </>
  );
}
