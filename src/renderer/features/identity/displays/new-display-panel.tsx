import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { displayFields } from '#contract/identity/displays.ts';
import { languages } from '#contract/words/languages.ts';
import { client } from '#lib/core.ts';
import { languageNames } from '#lib/languages.ts';
import { usePreferences } from '#lib/preferences.ts';
import { withProof } from '#lib/with-proof.ts';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { FormChoices } from '#ui/form/form-choices.tsx';
import {
  FormCheckbox,
  FormComboBox,
  FormNumber,
  FormSelect,
  FormText,
} from '#ui/form/form-fields.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import type { OnceShown } from '../parts/secret-once.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';
import { useCodeOnce } from './use-code-once.tsx';
import { useAreaOptions, usePositionOptions } from './use-scope-options.ts';

/** No area ticked means all of them, as for operator positions. */
const entries = displayFields.extend({
  areaIds: z.array(z.string()).transform((ids) => (ids.length === 0 ? null : ids)),
});
type Entries = z.input<typeof entries>;

const languageOptions = languages.map((value) => ({ value, label: languageNames[value] }));
const USUAL_DAYS = 180;

/** What a {@link NewDisplayPanel} takes. */
export interface NewDisplayPanelProps {
  readonly onMade: (shown: OnceShown) => void;
  readonly onClose: () => void;
}

/** Makes a display; its pairing code is shown once. */
export function NewDisplayPanel({ onMade, onClose }: NewDisplayPanelProps) {
  const { t } = useTranslation('displays');
  const words = useIdentityWords();
  const once = useCodeOnce();
  const locale = usePreferences((preferences) => preferences.language);
  const edit = useEditForm<Entries, z.output<typeof entries>>({
    schema: entries,
    defaults: {
      name: '',
      areaIds: [],
      positionId: null,
      sounds: false,
      locale,
      validDays: USUAL_DAYS,
    },
    async save(values) {
      onMade(once(values.name, await withProof(() => client.identity.displays.create(values))));
      onClose();
    },
  });
  return (
    <DetailPanel id="identity.display" title={t(($) => $.add)} onClose={onClose}>
      <Form edit={edit} submitLabel={t(($) => $.create)} describe={words} onCancel={onClose}>
        <FormText<Entries> name="name" label={t(($) => $.field.name)} isRequired />
        <FormNumber<Entries>
          name="validDays"
          label={t(($) => $.field.validDays)}
          unit={t(($) => $.field.days)}
          minValue={1}
          maxValue={366}
        />
        <FormSelect<Entries>
          name="locale"
          label={t(($) => $.field.locale)}
          options={languageOptions}
        />
        <FormCheckbox<Entries> name="sounds">{t(($) => $.field.sounds)}</FormCheckbox>
        <FormComboBox<Entries>
          name="positionId"
          label={t(($) => $.field.position)}
          options={usePositionOptions()}
        />
        <FormChoices<Entries>
          name="areaIds"
          label={t(($) => $.field.areas)}
          description={t(($) => $.field.areasHint)}
          options={useAreaOptions()}
        />
      </Form>
    </DetailPanel>
  );
}
