import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '#lib/use-error-text.ts';
import { useFormats } from '#lib/use-formats.ts';
import { typeFields } from './type-input.ts';
import type { TypeField } from './type-input.ts';

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

const isSeconds = (field: TypeField): boolean => field.endsWith('Seconds');

/** Puts the settings of alarm types and refusals of their change into words. */
export function useTypeWords() {
  const { t } = useTranslation('alarmTypes');
  const formats = useFormats();
  const errors = useErrorText();
  return useMemo(() => {
    const labels = Object.fromEntries(
      typeFields.map((field) => [field, t(($) => $.field[field])]),
    ) as Record<TypeField, string>;

    /** A length as people say it; the dash of "none" where there is none. */
    const span = (seconds: number | null): string =>
      seconds === null ? '–' : formats.span(seconds * 1000);

    /** The value of a setting in words. */
    function show(field: TypeField, value: unknown): string {
      if (field === 'escalateSeconds' && value === null) return t(($) => $.asPriority);
      if (field === 'maxShelveSeconds' && value === 0) return t(($) => $.notShelvable);
      if (field === 'groupSize' && value === null) return t(($) => $.never);
      if (value === null || value === undefined) return t(($) => $.none);
      if (value === 'high' || value === 'low') return t(($) => $.direction[value]);
      if (typeof value === 'boolean') return t(($) => (value ? $.yes : $.no));
      if (typeof value === 'string') return value;
      if (typeof value !== 'number') return JSON.stringify(value);
      return isSeconds(field)
        ? t(($) => $.seconds, { seconds: formats.number(value) })
        : formats.number(value);
    }

    function refused(error: unknown): string {
      const code = codeOf(error);
      if (code === 'INCOMPLETE') return t(($) => $.refused.incomplete);
      if (code === 'INVALID_LIMIT') return t(($) => $.refused.invalidLimit);
      if (code === 'UNCHANGED') return t(($) => $.refused.unchanged);
      return errors(error);
    }
    return { t, labels, span, show, refused };
  }, [t, formats, errors]);
}

/** See {@link useTypeWords}. */
export type TypeWords = ReturnType<typeof useTypeWords>;
