import { createContext, use } from 'react';
import { ChevronsUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** The rows that became P1 or P2 while the order is held. By context, because new columns would redraw the table. */
export const RisenRows = createContext<ReadonlySet<string>>(new Set());

/** Marks a row that would have moved up, had the order not been held. */
export function Risen({ id }: { readonly id: string }) {
  const { t } = useTranslation('alarms');
  return use(RisenRows).has(id) ? (
    <ChevronsUp aria-label={t(($) => $.hold.risen)} role="img" />
  ) : null;
}
