import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import { setPreferences, usePreferences } from '#lib/preferences.ts';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import styles from './sign-in-card.module.css';

const languageOptions = languages.map((value) => ({ value, label: languageNames[value] }));

/** The frame of everything that is shown before the console: product, one question, language. */
export function SignInCard({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('shell');
  const language = usePreferences((preferences) => preferences.language);
  return (
    <main className={styles.page}>
      <p className={styles.product}>SIGNALBOX</p>
      <section className={styles.card} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title" className={styles.title}>
          {title}
        </h1>
        {children}
      </section>
      <SegmentedControl
        label={t(($) => $.language)}
        options={languageOptions}
        value={language}
        onChange={(chosen) => setPreferences({ language: chosen })}
      />
    </main>
  );
}
