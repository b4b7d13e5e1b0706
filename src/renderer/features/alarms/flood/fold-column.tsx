import { createContext, use } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import type { TableColumn } from '#ui/data-table/columns.ts';
import styles from './flood.module.css';
import type { FloodMode } from './use-flood-mode.ts';

/** Which rows stand for a group. By context, because new columns at each alarm would redraw the table. */
export const Folds = createContext<Pick<FloodMode, 'folds' | 'toggleFold'>>({
  folds: new Map(),
  toggleFold: () => false,
});

/** How many alarms lie below a row of the grouped queue. */
export function foldColumn(t: TFunction<'alarms'>): TableColumn<Alarm> {
  return {
    id: 'fold',
    header: t(($) => $.flood.below),
    sortable: false,
    width: 84,
    alwaysShown: true,
    value: () => null,
    cell: ({ id }) => <FoldButton id={id} />,
  };
}

function FoldButton({ id }: { readonly id: string }) {
  const { t } = useTranslation('alarms');
  const { folds, toggleFold } = use(Folds);
  const fold = folds.get(id);
  if (!fold) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.fold}
      aria-expanded={fold.unfolded}
      aria-label={t(($) => $.flood.more, { count: fold.below })}
      onClick={() => toggleFold(id)}
    >
      {fold.unfolded ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}+
      {fold.below}
    </button>
  );
}
