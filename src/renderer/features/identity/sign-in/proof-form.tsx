import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { proofInput } from '#contract/identity/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { SegmentedControl } from '#ui/segmented-control.tsx';
import { FormStack } from './form-stack.tsx';

/** Ways in which a signed-in person may prove who they are. */
export type ProofKind = 'password' | 'pin' | 'code';

/** What {@link ProofForm} takes. */
export interface ProofFormProps {
  readonly ways: readonly ProofKind[];
  readonly action: string;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly onProof: (proof: z.infer<typeof proofInput>) => void;
}

function asProof(by: ProofKind, text: string): z.infer<typeof proofInput> {
  if (by === 'pin') return { by, pin: text };
  if (by === 'code') return { by, code: text };
  return { by, password: text };
}

/** Asks the person who is signed in for a proof, in a way they have. */
export function ProofForm({ ways, action, busy, problem, onProof }: ProofFormProps) {
  const { t } = useTranslation('identity');
  const [by, setBy] = useState<ProofKind>(ways[0] ?? 'password');
  const [text, setText] = useState('');
  const options = ways.map((value) => ({ value, label: t(($) => $.stepUp.by[value]) }));
  return (
    <FormStack onSend={() => text !== '' && onProof(asProof(by, text))}>
      {problem !== null && <Banner tone="error">{problem}</Banner>}
      {options.length > 1 && (
        <SegmentedControl
          label={t(($) => $.stepUp.title)}
          options={options}
          value={by}
          onChange={setBy}
        />
      )}
      <PasswordField
        key={by}
        label={t(($) => $.stepUp.by[by])}
        value={text}
        onChange={setText}
        autoComplete={by === 'password' ? 'current-password' : 'off'}
        {...(by !== 'password' && { inputMode: 'numeric' })}
        autoFocus
      />
      <Button type="submit" variant="primary" busy={busy} isDisabled={text === ''}>
        {action}
      </Button>
    </FormStack>
  );
}
