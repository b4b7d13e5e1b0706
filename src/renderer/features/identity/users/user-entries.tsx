import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { userFields, UserDetail } from '#contract/identity/users.ts';
import { languages } from '#contract/words/languages.ts';
import { languageNames } from '#lib/languages.ts';
import { FormSelect, FormText } from '#ui/form/form-fields.tsx';
import { FormRow } from '#ui/form/form.tsx';

/** What is typed for an account. */
export type UserInput = z.input<typeof userFields>;

/** What may be typed of an account that is there; an empty form for null. */
export function toUserInput(row: UserDetail | null): UserInput {
  return {
    username: row?.username ?? '',
    fullName: row?.fullName ?? '',
    firstName: row?.firstName ?? null,
    lastName: row?.lastName ?? null,
    email: row?.email ?? null,
    phone: row?.phone ?? null,
    locale: languages.find((language) => language === row?.locale) ?? 'en',
    facilityId: row?.facilityId ?? null,
    branchId: row?.branchId ?? null,
    partnerId: row?.partnerId ?? null,
  };
}

/** The labels of the entries. */
export function useUserLabels() {
  const { t } = useTranslation('users');
  return {
    username: t(($) => $.field.username),
    fullName: t(($) => $.field.fullName),
    firstName: t(($) => $.field.firstName),
    lastName: t(($) => $.field.lastName),
    email: t(($) => $.field.email),
    phone: t(($) => $.field.phone),
    locale: t(($) => $.field.locale),
  };
}

/** The entries of an account. */
export function UserEntries() {
  const { t } = useTranslation('users');
  const labels = useUserLabels();
  return (
    <>
      <FormText<UserInput> name="fullName" label={labels.fullName} isRequired />
      <FormText<UserInput>
        name="username"
        label={labels.username}
        description={t(($) => $.form.usernameHint)}
        isRequired
      />
      <FormRow>
        <FormText<UserInput> name="firstName" label={labels.firstName} emptyIsNull />
        <FormText<UserInput> name="lastName" label={labels.lastName} emptyIsNull />
      </FormRow>
      <FormText<UserInput> name="email" label={labels.email} type="email" emptyIsNull />
      <FormText<UserInput> name="phone" label={labels.phone} type="tel" emptyIsNull />
      <FormSelect<UserInput>
        name="locale"
        label={labels.locale}
        options={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
    </>
  );
}
