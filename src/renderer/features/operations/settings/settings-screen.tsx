import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { orpc } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import { setPreferences, usePreferences } from '#lib/preferences.ts';
import { Card } from '#ui/card.tsx';
import { ComboBox } from '#ui/combo-box.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { RadioGroup } from '#ui/radio-group.tsx';
import { Select } from '#ui/select.tsx';
import { Time } from '#ui/time.tsx';
import styles from './settings.module.css';

const themes = ['system', 'dark', 'light'] as const;
const densities = ['compact', 'touch'] as const;
const wedgeForms = ['hex', 'decimal'] as const;

/** What each person sets for this machine, and where the data of the site is kept. */
export function Screen() {
  const { t } = useTranslation('operations');
  const mayConfigure = useCan('database:configure');
  return (
    <div className={styles.screen}>
      <p className={styles.quiet}>{t(($) => $.settings.kept)}</p>
      <div className={styles.cards}>
        <Card title={t(($) => $.settings.look)}>
          <Look />
        </Card>
        <Card title={t(($) => $.settings.languageAndTime)}>
          <LanguageAndTime />
        </Card>
        <Card title={t(($) => $.settings.keyboardReader)}>
          <KeyboardReader />
        </Card>
        {mayConfigure && (
          <Card title={t(($) => $.settings.database)}>
            <DatabaseFacts />
          </Card>
        )}
      </div>
    </div>
  );
}

function Look() {
  const { t } = useTranslation('operations');
  const theme = usePreferences((preferences) => preferences.theme);
  const density = usePreferences((preferences) => preferences.density);
  return (
    <div className={styles.stack}>
      <RadioGroup
        label={t(($) => $.settings.theme)}
        options={themes.map((value) => ({ value, label: t(($) => $.settings.themes[value]) }))}
        value={theme}
        onChange={(value) => setPreferences({ theme: value })}
      />
      <RadioGroup
        label={t(($) => $.settings.density)}
        options={densities.map((value) => ({
          value,
          label: t(($) => $.settings.densities[value].name),
          note: t(($) => $.settings.densities[value].note),
        }))}
        value={density}
        onChange={(value) => setPreferences({ density: value })}
      />
    </div>
  );
}

function LanguageAndTime() {
  const { t } = useTranslation('operations');
  const language = usePreferences((preferences) => preferences.language);
  const timeZone = usePreferences((preferences) => preferences.timeZone);
  const siteTimeZone = usePreferences((preferences) => preferences.siteTimeZone);
  return (
    <div className={styles.stack}>
      <Select
        label={t(($) => $.settings.language)}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
        value={language}
        onChange={(value) => setPreferences({ language: value })}
      />
      <ComboBox
        label={t(($) => $.settings.timeZone)}
        description={t(($) => $.settings.timeZoneHint, { zone: siteTimeZone })}
        placeholder={siteTimeZone}
        options={Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }))}
        value={timeZone}
        onChange={(value) => setPreferences({ timeZone: value })}
      />
    </div>
  );
}

function KeyboardReader() {
  const { t } = useTranslation('operations');
  const wedgeForm = usePreferences((preferences) => preferences.wedgeForm);
  return (
    <RadioGroup
      label={t(($) => $.settings.wedgeForm)}
      description={t(($) => $.settings.wedgeHint)}
      options={wedgeForms.map((value) => ({
        value,
        label: t(($) => $.settings.wedgeForms[value].name),
        note: t(($) => $.settings.wedgeForms[value].note),
      }))}
      value={wedgeForm}
      onChange={(value) => setPreferences({ wedgeForm: value })}
    />
  );
}

function DatabaseFacts() {
  const { t } = useTranslation('operations');
  const { data } = useQuery(orpc.operations.status.queryOptions({ refetchInterval: 5_000 }));
  if (!data) return null;
  const { database, versions, leader } = data;
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.state)}>
        {t(($) => $.settings.databaseState[database.kind])}
      </Description>
      {database.kind !== 'online' && (
        <Description term={t(($) => $.field.since)}>
          <Time at={database.since} show="both" /> · {database.reason}
        </Description>
      )}
      <Description term={t(($) => $.settings.server)}>{versions.server}</Description>
      <Description term={t(($) => $.field.schema)}>{versions.schema}</Description>
      <Description term={t(($) => $.settings.program)}>{versions.program}</Description>
      <Description term={t(($) => $.field.workstation)}>{data.workstation}</Description>
      <Description term={t(($) => $.settings.leader)}>{leader?.workstation}</Description>
    </DescriptionList>
  );
}
