import { config } from 'zod';
import type { Language } from './languages.ts';

const messages = {
  en: () => import('zod/v4/locales/en.js'),
  ko: () => import('zod/v4/locales/ko.js'),
  ja: () => import('zod/v4/locales/ja.js'),
};

/** Lets the messages of schemas speak `language`, for the errors next to entries. */
export async function setZodLanguage(language: Language): Promise<void> {
  const { default: locale } = await messages[language]();
  config(locale());
}
