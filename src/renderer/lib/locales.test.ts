import { describe, expect, it } from 'vitest';
import { languages } from '#contract/words/languages.ts';

type Texts = { readonly [key: string]: string | Texts };

const files = import.meta.glob<Texts>(['../locales/*/*.json', '../../contract/words/*/*.json'], {
  import: 'default',
  eager: true,
});
const namespaces = [...new Set(Object.keys(files).map((path) => path.split('/').at(-1) ?? ''))];

/** The keys of all texts; forms of a plural count as one, because languages have different ones. */
function keysOf(texts: Texts, prefix = ''): string[] {
  const keys = Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${prefix}${key.replace(/_(?:zero|one|two|few|many|other)$/, '')}`]
      : keysOf(value, `${prefix}${key}.`),
  );
  return [...new Set(keys)].toSorted();
}

function textsOf(texts: Texts): string[] {
  return Object.values(texts).flatMap((value) =>
    typeof value === 'string' ? [value] : textsOf(value),
  );
}

/** The values a text is filled with. */
function gapsOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [...value.matchAll(/\{\{\s*(\w+)/g)].map(
          ([, name]) => `${prefix}${key.split('_')[0]}:${name}`,
        )
      : gapsOf(value, `${prefix}${key}.`),
  );
}

const fileOf = (language: string, namespace: string): Texts =>
  files[`../locales/${language}/${namespace}`] ??
  files[`../../contract/words/${language}/${namespace}`] ??
  {};

const gapsIn = (language: string, namespace: string): string[] =>
  [...new Set(gapsOf(fileOf(language, namespace)))].toSorted();

describe.each(namespaces)('%s', (namespace) => {
  it.each(languages)('has every text in %s', (language) => {
    expect(keysOf(fileOf(language, namespace))).toEqual(keysOf(fileOf('en', namespace)));
  });

  it.each(languages)('fills the same gaps in %s', (language) => {
    expect(gapsIn(language, namespace)).toEqual(gapsIn('en', namespace));
  });

  it.each(languages)('has no empty text in %s', (language) => {
    expect(textsOf(fileOf(language, namespace)).filter((text) => text.trim() === '')).toEqual([]);
  });
});
