import { useTranslation } from 'react-i18next';

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** Puts refusals of a hand-over into words; undefined leaves it to the common texts. */
export function useHandOverWords(): (error: unknown) => string | undefined {
  const { t } = useTranslation('alarmHandOver');
  return (error) => {
    const code = codeOf(error);
    if (code === 'SIGNED') return t(($) => $.refused.signed);
    if (code === 'NOT_SIGNED') return t(($) => $.refused.notSigned);
    return code === 'OWN_SHEET' ? t(($) => $.refused.ownSheet) : undefined;
  };
}
