import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetUpStage } from '#contract/set-up.ts';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { RadioGroup } from '#ui/radio-group.tsx';
import { Spinner } from '#ui/spinner.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from './choose-database-screen.module.css';

type Kind = 'embedded' | 'url';

/** The first question of a new installation: the database that comes with the program, or one's own. */
export function ChooseDatabaseScreen({ stage }: { readonly stage: SetUpStage }) {
  const { t } = useTranslation('setUp');
  const [kind, setKind] = useState<Kind>('embedded');
  const [url, setUrl] = useState('');
  const [verdict, setVerdict] = useState<string | null>(null);
  const trial = useAction(() => client.setUp.testDatabase({ url }), {
    onDone: (answer) =>
      setVerdict(
        answer.kind === 'usable'
          ? t(($) => $.usable, { server: answer.server })
          : t(($) => $.unusable, { reason: answer.reason }),
      ),
  });
  const choice = useAction(() =>
    client.setUp.chooseDatabase(kind === 'url' ? { kind, url } : { kind }),
  );
  if (stage.kind === 'preparing') return <Preparing step={stage.step} />;
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <h1 className={styles.title}>{t(($) => $.title)}</h1>
        <p>{t(($) => $.text)}</p>
        {stage.kind === 'failed' && (
          <Banner tone="error" title={t(($) => $.failed)}>
            {stage.reason}
          </Banner>
        )}
        <RadioGroup
          label={t(($) => $.question)}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'embedded', label: t(($) => $.embedded), note: t(($) => $.embeddedNote) },
            { value: 'url', label: t(($) => $.url), note: t(($) => $.urlNote) },
          ]}
        />
        {kind === 'url' && (
          <>
            <TextField
              label={t(($) => $.address)}
              description={t(($) => $.addressNote)}
              value={url}
              onChange={setUrl}
              placeholder="postgresql://signalbox:…@db.example.com/signalbox?sslmode=verify-full"
            />
            {verdict !== null && <Banner tone="info">{verdict}</Banner>}
            <Button onPress={() => trial.run(undefined)} busy={trial.busy} isDisabled={url === ''}>
              {t(($) => $.test)}
            </Button>
          </>
        )}
        <Button
          variant="primary"
          onPress={() => choice.run(undefined)}
          busy={choice.busy}
          isDisabled={kind === 'url' && url === ''}
        >
          {t(($) => $.continue)}
        </Button>
      </section>
    </main>
  );
}

function Preparing({ step }: { readonly step: 'starting' | 'migrating' | 'ready' }) {
  const { t } = useTranslation('setUp');
  return (
    <main className={styles.page} role="status">
      <Spinner />
      <p>{t(($) => $.preparing[step])}</p>
    </main>
  );
}
