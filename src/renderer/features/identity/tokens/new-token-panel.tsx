import { useController } from 'react-hook-form';
import { CheckboxGroup, Label } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { tokenFields, tokenScopes } from '#contract/identity/tokens.ts';
import { classNames } from '#lib/class-names.ts';
import { client } from '#lib/core.ts';
import { withProof } from '#lib/with-proof.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { FormComboBox, FormNumber, FormText } from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useMachineOptions } from '../readers/use-machines.ts';
import users from '../users/users.module.css';
import { useTokenScopeName } from './token-scopes.ts';
import { useNodeOptions } from './use-node-options.ts';

type TokenInput = z.input<typeof tokenFields>;

/** What a {@link NewTokenPanel} takes. */
export interface NewTokenPanelProps {
  readonly onMade: (shown: OnceShown) => void;
  readonly onClose: () => void;
}

/** Makes a token; its secret is shown once. */
export function NewTokenPanel({ onMade, onClose }: NewTokenPanelProps) {
  const { t } = useTranslation('readers');
  const words = useIdentityWords();
  const edit = useEditForm<TokenInput, z.output<typeof tokenFields>>({
    schema: tokenFields,
    defaults: { name: '', scopes: [], machineId: null, nodeId: null, validDays: 365 },
    async save(values) {
      const { secret, expiresAt } = await withProof(() => client.identity.tokens.create(values));
      const [title, text] = [
        t(($) => $.tokens.secretTitle, { name: values.name }),
        t(($) => $.tokens.secretText),
      ];
      onMade({ title, text, secret, expiresAt });
      onClose();
    },
  });
  return (
    <DetailPanel id="identity.token" title={t(($) => $.tokens.add)} onClose={onClose}>
      <Form edit={edit} submitLabel={t(($) => $.tokens.create)} describe={words} onCancel={onClose}>
        <FormText<TokenInput> name="name" label={t(($) => $.tokens.name)} isRequired />
        <ScopesEntry />
        <FormNumber<TokenInput>
          name="validDays"
          label={t(($) => $.tokens.validDays)}
          unit={t(($) => $.tokens.days)}
          minValue={1}
          maxValue={730}
        />
        <FormComboBox<TokenInput>
          name="machineId"
          label={t(($) => $.tokens.machine)}
          options={useMachineOptions()}
        />
        <FormComboBox<TokenInput>
          name="nodeId"
          label={t(($) => $.tokens.node)}
          options={useNodeOptions()}
        />
      </Form>
    </DetailPanel>
  );
}

function ScopesEntry() {
  const { t } = useTranslation('readers');
  const nameOf = useTokenScopeName();
  const { field } = useController<TokenInput, 'scopes'>({ name: 'scopes' });
  return (
    <CheckboxGroup
      value={field.value}
      onChange={field.onChange}
      className={classNames(users.roles)}
    >
      <Label className={classNames(users.label)}>{t(($) => $.tokens.allows)}</Label>
      {tokenScopes.map((scope) => (
        <Checkbox key={scope} value={scope}>
          {nameOf(scope)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
