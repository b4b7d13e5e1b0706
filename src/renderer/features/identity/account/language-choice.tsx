import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import type { Language } from '#contract/words/languages.ts';
import { setPreferences, usePreferences } from '#lib/preferences.ts';
import { useAction } from '#ui/use-action.ts';
import { RadioGroup } from '#ui/radio-group.tsx';

/** The language of this person, on this machine at once and on others from the next sign-in. */
export function LanguageChoice() {
  const { t } = useTranslation('account');
  const language = usePreferences((preferences) => preferences.language);
  const { run } = useAction(client.identity.account.setLocale);
  const choose = (locale: Language): void => {
    setPreferences({ language: locale });
    run({ locale });
  };
  return (
    <RadioGroup
      label={t(($) => $.language.label)}
      description={t(($) => $.language.hint)}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
      value={language}
      onChange={choose}
    />
  );
}
