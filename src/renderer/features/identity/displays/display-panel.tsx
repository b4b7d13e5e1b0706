import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayRow } from '#contract/identity/displays.ts';
import { client } from '#lib/core.ts';
import { languageNames } from '#lib/languages.ts';
import { useNow } from '#lib/now.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { shownBy } from './display-columns.tsx';
import { DisplayState } from './display-state.tsx';
import { useCodeOnce } from './use-code-once.tsx';

/** What a {@link DisplayPanel} takes. */
export interface DisplayPanelProps {
  readonly display: DisplayRow;
  readonly onMade: (shown: OnceShown) => void;
  readonly onClose: () => void;
}

/** One display: what it shows and where it was seen, pairing it anew and taking its right back. */
export function DisplayPanel({ display, onMade, onClose }: DisplayPanelProps) {
  const now = useNow(60_000);
  const stands = display.revokedAt === null && Date.parse(display.expiresAt) > now;
  return (
    <DetailPanel
      id="identity.display"
      title={display.name}
      aside={<DisplayState display={display} />}
      onClose={onClose}
      {...(stands && { actions: <DisplayActions display={display} onMade={onMade} /> })}
    >
      <Facts display={display} />
      <History display={display} />
    </DetailPanel>
  );
}

function Facts({ display }: { readonly display: DisplayRow }) {
  const { t } = useTranslation('displays');
  const { positionId, positionName, sounds, locale, expiresAt } = display;
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.areas)}>{shownBy(t, display)}</Description>
      <Description term={t(($) => $.field.positionShown)}>
        {positionId === null ? t(($) => $.allPositions) : positionName}
      </Description>
      <Description term={t(($) => $.field.locale)}>{languageNames[locale]}</Description>
      <Description term={t(($) => $.field.sound)}>
        {sounds ? t(($) => $.soundOn) : t(($) => $.soundOff)}
      </Description>
      <Description term={t(($) => $.field.expiresAt)}>
        <Time at={expiresAt} show="both" zone />
      </Description>
    </DescriptionList>
  );
}

function History({ display }: { readonly display: DisplayRow }) {
  const { t } = useTranslation('displays');
  const { createdByName, createdAt, codeExpiresAt, pairedAt, lastSeen, address } = display;
  return (
    <DescriptionList>
      <Description term={t(($) => $.field.createdBy)}>{createdByName}</Description>
      <Description term={t(($) => $.field.createdAt)}>
        <Time at={createdAt} zone />
      </Description>
      {codeExpiresAt !== null && (
        <Description term={t(($) => $.field.code)}>
          <Time at={codeExpiresAt} show="both" zone />
        </Description>
      )}
      <Description term={t(($) => $.field.pairedAt)}>
        {pairedAt && <Time at={pairedAt} zone />}
      </Description>
      <Description term={t(($) => $.field.lastSeen)}>
        {lastSeen && <Time at={lastSeen} show="both" zone />}
      </Description>
      <Description term={t(($) => $.field.from)}>{address}</Description>
      <Description term={t(($) => $.field.browser)}>{display.userAgent}</Description>
      <Revoked display={display} />
    </DescriptionList>
  );
}

function Revoked({ display: { revokedAt, revokedByName } }: { readonly display: DisplayRow }) {
  const { t } = useTranslation('displays');
  if (revokedAt === null) return null;
  return (
    <>
      <Description term={t(($) => $.field.revokedAt)}>
        <Time at={revokedAt} show="both" zone />
      </Description>
      <Description term={t(($) => $.field.revokedBy)}>{revokedByName}</Description>
    </>
  );
}

function DisplayActions({ display, onMade }: Omit<DisplayPanelProps, 'onClose'>) {
  const { t } = useTranslation('displays');
  const words = useIdentityWords();
  const once = useCodeOnce();
  const [asked, ask] = useState<'new-code' | 'revoke' | null>(null);
  const { id, name } = display;
  return (
    <>
      <Button icon={<RefreshCw aria-hidden="true" />} onPress={() => ask('new-code')}>
        {t(($) => $.newCode)}
      </Button>
      <Button onPress={() => ask('revoke')}>{t(($) => $.revoke)}</Button>
      <ConfirmWithReason
        open={asked === 'new-code'}
        onClose={() => ask(null)}
        title={t(($) => $.newCodeTitle, { name })}
        harm={t(($) => $.newCodeHarm, { name })}
        confirmLabel={t(($) => $.newCodeLabel)}
        minLength={0}
        describe={words}
        onConfirm={async () =>
          onMade(once(name, await withProof(() => client.identity.displays.newCode({ id }))))
        }
      />
      <ConfirmWithReason
        open={asked === 'revoke'}
        onClose={() => ask(null)}
        title={t(($) => $.revokeTitle, { name })}
        harm={t(($) => $.revokeHarm)}
        confirmLabel={t(($) => $.revoke)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.identity.displays.revoke({ id }));
          toast({ tone: 'success', title: t(($) => $.revoked, { name }) });
        }}
      />
    </>
  );
}
