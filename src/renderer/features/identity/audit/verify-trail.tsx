import { ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#lib/core.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Progress } from '#ui/progress.tsx';
import { useFormats } from '#lib/use-formats.ts';
import parts from '../parts/parts.module.css';
import { useIdentityWords } from '../parts/use-identity-words.ts';

type Verdict = Awaited<ReturnType<typeof client.identity.audit.verify>>;

/** Recomputes the chain of seals and says whether anybody changed the trail. */
export function VerifyTrail() {
  const { t } = useTranslation('audit');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<ShieldCheck aria-hidden="true" />} onPress={() => setOpen(true)}>
        {t(($) => $.verify.button)}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t(($) => $.verify.title)}>
        <Verification onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Verification({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useTranslation('audit');
  const words = useIdentityWords();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    const stop = new AbortController();
    client.identity.audit.verify(undefined, { signal: stop.signal }).then(setVerdict, (error) => {
      if (!stop.signal.aborted) setFailure(error);
    });
    return () => stop.abort();
  }, []);
  if (failure !== undefined) return <Banner tone="error">{words(failure)}</Banner>;
  if (!verdict) return <Progress label={t(($) => $.verify.running)} onCancel={onCancel} />;
  return <VerdictView verdict={verdict} />;
}

function VerdictView({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation('audit');
  const formats = useFormats();
  const { fault } = verdict;
  return (
    <div className={parts.stack}>
      {fault === null ? (
        <Banner tone="success" title={t(($) => $.verify.intact)}>
          {t(($) => (verdict.anchors > 0 ? $.verify.intactText : $.verify.noAnchorsText))}
        </Banner>
      ) : (
        <Banner tone="error" title={t(($) => $.verify.fault[fault.kind], { id: fault.id ?? '–' })}>
          <p>{t(($) => $.verify.faultText)}</p>
          <p>{fault.explanation}</p>
        </Banner>
      )}
      <DescriptionList>
        <Description term={t(($) => $.verify.records)}>
          {formats.number(verdict.checkedRecords)}
        </Description>
        <Description term={t(($) => $.verify.seals)}>
          {formats.number(verdict.checkedSeals)}
        </Description>
        <Description term={t(($) => $.verify.unsealed)}>
          {formats.number(verdict.unsealed)}
        </Description>
        <Description term={t(($) => $.verify.anchors)}>
          {formats.number(verdict.anchors)}
        </Description>
      </DescriptionList>
    </div>
  );
}
