import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { useFormats } from '#lib/use-formats.ts';
import { useSessionStore } from '#lib/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { FormStack } from '../sign-in/form-stack.tsx';
import { SignInCard } from '../sign-in/sign-in-card.tsx';
import { forgetDisplay, type Paired, pairDisplay, startAnew } from './pairing-calls.ts';
import { pairingRoute } from './pairing-route.ts';

/** Makes this browser a wall display, by a code that is typed or came with a link. */
export function PairDisplay() {
  const { t } = useTranslation('displays');
  const [code, setCode] = useCodeOfLink();
  const [outcome, setOutcome] = useState<Paired | 'busy' | null>(null);
  async function send(): Promise<void> {
    if (code.trim() === '' || outcome === 'busy') return;
    setOutcome('busy');
    const paired = await pairDisplay(code);
    setOutcome(paired);
    if (paired.kind === 'paired') startAnew();
  }
  return (
    <SignInCard title={t(($) => $.pair.title)}>
      <p>{t(($) => $.pair.text)}</p>
      <FormStack onSend={() => void send()}>
        {outcome !== null && outcome !== 'busy' && <Problem outcome={outcome} />}
        <TextField
          label={t(($) => $.pair.code)}
          description={t(($) => $.pair.codeHint)}
          value={code}
          onChange={setCode}
          autoComplete="off"
          autoFocus
        />
        <Button type="submit" variant="primary" busy={outcome === 'busy'}>
          {t(($) => $.pair.submit)}
        </Button>
      </FormStack>
      <BeConsole />
    </SignInCard>
  );
}

/** The code of the link, which leaves the address at once so that nobody finds it there later. */
function useCodeOfLink() {
  const [, parameters] = useRoute(pairingRoute);
  const [, navigate] = useLocation();
  const fromLink = parameters?.code;
  const entry = useState(fromLink ?? '');
  useEffect(() => {
    if (fromLink !== undefined) navigate('/display', { replace: true });
  }, [fromLink, navigate]);
  return entry;
}

function Problem({ outcome }: { readonly outcome: Paired }) {
  const { t } = useTranslation('displays');
  const formats = useFormats();
  const { kind } = outcome;
  if (kind === 'paired') return null;
  if (kind !== 'throttled') return <Banner tone="error">{t(($) => $.pair[kind])}</Banner>;
  const wait = formats.span(outcome.retryAfterSeconds * 1000);
  return <Banner tone="error">{t(($) => $.pair.throttled, { wait })}</Banner>;
}

/** Leads back to the console; a browser that was a display forgets it first. */
function BeConsole() {
  const { t } = useTranslation('displays');
  const [, navigate] = useLocation();
  const wasDisplay = useSessionStore(({ session }) => session.kind === 'display-ended');
  const leave = async (): Promise<void> => {
    if (wasDisplay && (await forgetDisplay())) startAnew();
    else navigate('/', { replace: true });
  };
  return (
    <Button variant="quiet" onPress={() => void leave()}>
      {t(($) => $.pair.console)}
    </Button>
  );
}
