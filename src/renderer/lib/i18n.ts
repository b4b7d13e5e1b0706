import { createInstance } from 'i18next';
import type { BackendModule, i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { languages } from '#contract/words/languages.ts';
import type { Language } from '#contract/words/languages.ts';
import type { Namespace } from './namespaces.ts';
import { usePreferences } from './preferences.ts';
import { setZodLanguage } from './zod-language.ts';

type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>('../locales/*/*.json', { import: 'default' });
/** What the core says as well, in mails. */
const words = import.meta.glob<Texts>('../../contract/words/*/*.json', { import: 'default' });

async function load(language: string, namespace: string): Promise<Texts> {
  const file =
    files[`../locales/${language}/${namespace}.json`] ??
    words[`../../contract/words/${language}/${namespace}.json`];
  if (!file) throw new Error(`There is no ${namespace}.json for the language "${language}".`);
  return file();
}

/** Reads each namespace of each language as its own lazy chunk. */
const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language: string, namespace: string) => load(language, namespace),
};

/** The translator of the console; `setUpI18n` makes it ready. */
const i18n: I18n = createInstance();

/**
 * Loads the texts of the person's language, waits for `namespaces`, and follows the language of the
 * preferences from then on. Other namespaces load when a screen first uses them: keep a Suspense
 * boundary above the screens.
 */
export async function setUpI18n(namespaces: readonly Namespace[] = ['ui']): Promise<Disposable> {
  await i18n
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: usePreferences.getState().language,
      fallbackLng: 'en',
      supportedLngs: [...languages],
      load: 'languageOnly',
      ns: [...namespaces],
      defaultNS: 'ui',
      returnNull: false,
      interpolation: { escapeValue: false },
    });
  await setZodLanguage(usePreferences.getState().language, i18n.t);
  return { [Symbol.dispose]: usePreferences.subscribe(({ language }) => follow(language)) };
}

function follow(language: Language): void {
  if (i18n.language === language) return;
  void Promise.all([i18n.changeLanguage(language), setZodLanguage(language, i18n.t)]);
}
