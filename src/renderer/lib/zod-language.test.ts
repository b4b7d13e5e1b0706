import { createInstance } from 'i18next';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { config, email, int, string } from 'zod';
import type { ZodType } from 'zod';
import english from '../locales/en/ui.json';
import korean from '../locales/ko/ui.json';
import { setZodLanguage } from './zod-language.ts';

async function speak(language: 'en' | 'ko'): Promise<void> {
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    defaultNS: 'ui',
    resources: { en: { ui: english }, ko: { ui: korean } },
  });
  await setZodLanguage(language, i18n.t);
}

const complaint = (schema: ZodType, entry: unknown): string | undefined =>
  schema.safeParse(entry).error?.issues[0]?.message;

const before = config();
afterAll(() => config({ ...before, customError: undefined }));

describe('complaints about entries', () => {
  beforeAll(() => speak('en'));

  it.each([
    [string().min(1), '', 'Fill this in.'],
    [int(), null, 'Fill this in.'],
    [string().min(3), 'ab', 'Enter at least 3 characters.'],
    [string().max(1), 'ab', 'Enter at most 1 character.'],
    [int().max(480), 481, 'The largest allowed value is 480.'],
    [int().min(1), -2, 'The smallest allowed value is 1.'],
    [email(), 'nobody', 'The form of this entry is not right.'],
    [string().regex(/^x/, 'Starts with x.'), 'y', 'Starts with x.'],
  ])('are in words for people: %#', (schema, entry, message) => {
    expect(complaint(schema, entry)).toBe(message);
  });

  it('follow the language', async () => {
    await speak('ko');
    expect(complaint(string().min(3), 'ab')).toBe('3자 이상 입력하십시오.');
  });
});
