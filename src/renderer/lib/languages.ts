import { type Language, languages } from '#contract/words/languages.ts';

/** Each language in its own words, for a language menu. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  ko: '한국어',
  ja: '日本語',
};

/** Picks the first of the wanted BCP 47 tags that the console speaks; English where it speaks none. */
function chooseLanguage(wanted: readonly string[]): Language {
  const tongues = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
  return (
    languages.find(
      (language) => language === tongues.find((t) => languages.some((l) => l === t)),
    ) ?? 'en'
  );
}

/** The language the browser asks for. */
export function detectLanguage(): Language {
  return chooseLanguage(typeof navigator === 'undefined' ? [] : (navigator.languages ?? []));
}
