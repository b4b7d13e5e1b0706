import type { TFunction } from 'i18next';
import { config } from 'zod';
import type { core } from 'zod';
import type { Language } from '#contract/words/languages.ts';

const locales = {
  en: () => import('zod/v4/locales/en.js'),
  ko: () => import('zod/v4/locales/ko.js'),
  ja: () => import('zod/v4/locales/ja.js'),
};

type Issue = core.$ZodRawIssue;

const isMissing = ({ input }: Issue): boolean =>
  input === undefined || input === null || input === '';

function sizeMessage(issue: Issue, t: TFunction): string | undefined {
  if (issue.code === 'too_small') {
    const min = Number(issue.minimum);
    return issue.origin === 'string'
      ? t(($) => $.entry.tooShort, { count: min })
      : t(($) => $.entry.tooSmall, { min });
  }
  if (issue.code !== 'too_big') return undefined;
  const max = Number(issue.maximum);
  return issue.origin === 'string'
    ? t(($) => $.entry.tooLong, { count: max })
    : t(($) => $.entry.tooBig, { max });
}

/** What is wrong with an entry, in words for the person who made it; undefined leaves it to the library. */
function entryMessage(issue: Issue, t: TFunction): string | undefined {
  if (isMissing(issue)) return t(($) => $.entry.missing);
  if (issue.code === 'invalid_format') return t(($) => $.entry.format);
  const counted = 'origin' in issue && ['string', 'number', 'int'].includes(String(issue.origin));
  return counted ? sizeMessage(issue, t) : undefined;
}

/** Lets schemas speak to people in `language`: common mistakes in our words, others in the library's. */
export async function setZodLanguage(language: Language, t: TFunction): Promise<void> {
  const { default: locale } = await locales[language]();
  config({ ...locale(), customError: (issue) => entryMessage(issue, t) });
}
