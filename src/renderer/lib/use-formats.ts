import { formatsFor } from './format.ts';
import type { Formats } from './format.ts';
import { usePreferences, useTimeZone } from './preferences.ts';

/** The formatter in the person's language and zone. */
export function useFormats(): Formats {
  const language = usePreferences((preferences) => preferences.language);
  return formatsFor({ language, timeZone: useTimeZone() });
}
