import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import { setPreferences, usePreferences } from '#lib/preferences.ts';
import { Button } from '#ui/button.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { Clock } from './clock.tsx';
import { UserMenu } from './user-menu.tsx';
import { useShellState } from './shell-state.ts';
import styles from './top-bar.module.css';

const choices = languages.map((value) => ({
  value,
  label: value.toUpperCase(),
  note: languageNames[value],
}));

/** The bar above everything: the product, the alarms, the time, the language and the person. */
export function TopBar({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('shell');
  const language = usePreferences((preferences) => preferences.language);
  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <strong className={styles.product}>SIGNALBOX</strong>
        <Button
          variant="quiet"
          size="small"
          icon={<Search aria-hidden />}
          shortcut="Ctrl+K"
          onPress={() => useShellState.setState({ paletteOpen: true })}
        >
          {t(($) => $.palette.open)}
        </Button>
      </div>
      <div className={styles.centre}>{children}</div>
      <div className={styles.end}>
        <Clock />
        <SegmentedControl
          label={t(($) => $.language)}
          value={language}
          options={choices}
          onChange={(chosen) => setPreferences({ language: chosen })}
        />
        <UserMenu />
      </div>
    </header>
  );
}
