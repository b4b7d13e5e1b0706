import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenRow } from '#contract/identity/tokens.ts';
import { client } from '#lib/core.ts';
import { useNow } from '#lib/now.ts';
import { withProof } from '#lib/with-proof.ts';
import { useAction } from '#ui/use-action.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmWithReason } from '#ui/confirm-with-reason.tsx';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { Time } from '#ui/time.tsx';
import { toast } from '#ui/toast-queue.ts';
import { FormStack } from '../sign-in/form-stack.tsx';
import parts from '../parts/parts.module.css';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useTokenScopeName } from './token-scopes.ts';
import { TokenState, tokenStateOf } from './token-state.tsx';

/** What a {@link TokenPanel} takes. */
export interface TokenPanelProps {
  readonly token: TokenRow;
  readonly onMade: (shown: OnceShown) => void;
  readonly onClose: () => void;
}

/** One token: what it allows, replacing it and taking it back. */
export function TokenPanel({ token, onMade, onClose }: TokenPanelProps) {
  const usable = tokenStateOf(token, useNow(60_000)) === 'usable';
  return (
    <DetailPanel
      id="identity.token"
      title={token.name}
      aside={<TokenState token={token} />}
      onClose={onClose}
      {...(usable && { actions: <TokenActions token={token} onMade={onMade} /> })}
    >
      <Facts token={token} />
    </DetailPanel>
  );
}

function Facts({ token }: { readonly token: TokenRow }) {
  const { t } = useTranslation('readers');
  const nameOf = useTokenScopeName();
  return (
    <DescriptionList>
      <Description term={t(($) => $.tokens.prefix)}>
        <code>{token.prefix}…</code>
      </Description>
      <Description term={t(($) => $.tokens.allows)}>
        {token.scopes.map((scope) => (
          <div key={scope}>{nameOf(scope)}</div>
        ))}
      </Description>
      <Description term={t(($) => $.tokens.node)}>{token.nodeCode}</Description>
      <Description term={t(($) => $.tokens.createdBy)}>{token.createdByName}</Description>
      <Description term={t(($) => $.tokens.createdAt)}>
        <Time at={token.createdAt} zone />
      </Description>
      <Description term={t(($) => $.tokens.expiresAt)}>
        <Time at={token.expiresAt} show="both" zone />
      </Description>
      <Description term={t(($) => $.tokens.lastUsed)}>
        {token.lastUsed && <Time at={token.lastUsed} show="both" zone />}
      </Description>
    </DescriptionList>
  );
}

function TokenActions({ token, onMade }: Omit<TokenPanelProps, 'onClose'>) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const [asked, ask] = useState<'rotate' | 'revoke' | null>(null);
  const { id, name } = token;
  return (
    <>
      <Button icon={<RefreshCw aria-hidden="true" />} onPress={() => ask('rotate')}>
        {t(($) => $.tokens.rotate)}
      </Button>
      <Button onPress={() => ask('revoke')}>{t(($) => $.tokens.revoke)}</Button>
      <Dialog
        open={asked === 'rotate'}
        onClose={() => ask(null)}
        title={t(($) => $.tokens.rotateTitle, { name })}
        size="small"
        mustAnswer
      >
        <Rotate token={token} onMade={onMade} onClose={() => ask(null)} />
      </Dialog>
      <ConfirmWithReason
        open={asked === 'revoke'}
        onClose={() => ask(null)}
        title={t(($) => $.tokens.revokeTitle, { name })}
        harm={t(($) => $.tokens.revokeHarm)}
        confirmLabel={t(($) => $.tokens.revoke)}
        minLength={0}
        describe={words}
        onConfirm={async () => {
          await withProof(() => client.identity.tokens.revoke({ id }));
          toast({ tone: 'success', title: t(($) => $.tokens.revoked, { name }) });
        }}
      />
    </>
  );
}

function Rotate({ token, onMade, onClose }: TokenPanelProps) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const [validDays, setValidDays] = useState(365);
  const [overlapHours, setOverlapHours] = useState(24);
  const { busy, run } = useAction(client.identity.tokens.rotate, {
    refused: words,
    onDone({ secret, expiresAt }) {
      const title = t(($) => $.tokens.secretTitle, { name: token.name });
      onMade({ title, text: t(($) => $.tokens.secretText), secret, expiresAt });
      onClose();
    },
  });
  return (
    <FormStack onSend={() => run({ id: token.id, validDays, overlapHours })}>
      <p>{t(($) => $.tokens.rotateText)}</p>
      <NumberField
        label={t(($) => $.tokens.validDays)}
        unit={t(($) => $.tokens.days)}
        value={validDays}
        onChange={setValidDays}
        minValue={1}
        maxValue={730}
      />
      <NumberField
        label={t(($) => $.tokens.overlap)}
        unit={t(($) => $.tokens.hours)}
        value={overlapHours}
        onChange={setOverlapHours}
        minValue={0}
        maxValue={168}
      />
      <div className={parts.right}>
        <Button type="submit" variant="primary" busy={busy}>
          {t(($) => $.tokens.rotate)}
        </Button>
      </div>
    </FormStack>
  );
}
