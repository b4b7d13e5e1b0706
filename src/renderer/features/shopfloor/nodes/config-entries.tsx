import { useTranslation } from 'react-i18next';
import type { NodeConfig, NodeSetting } from '#contract/shopfloor/node-settings.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { FormCheckbox, FormNumber, FormSelect } from '#ui/form/form-fields.tsx';
import { settingsOf, useSettingWords } from './use-setting-words.ts';

/** The fields of a form over the settings of a type of node. */
export function ConfigEntries({ type }: { readonly type: NodeType }) {
  return settingsOf(type).map(([name, setting]) => (
    <ConfigEntry key={name} name={name} setting={setting} />
  ));
}

function ConfigEntry({ name, setting }: { readonly name: string; readonly setting: NodeSetting }) {
  const { t } = useTranslation('nodes');
  const words = useSettingWords();
  const label = words.name(name);
  switch (setting.kind) {
    case 'whole':
      return (
        <FormNumber<NodeConfig>
          name={name}
          label={label}
          unit={t(($) => $.settingUnit[setting.unit])}
          minValue={setting.least}
          maxValue={setting.most}
        />
      );
    case 'choice':
      return (
        <FormSelect<NodeConfig>
          name={name}
          label={label}
          options={setting.options.map((value) => ({ value, label: words.choice(value) }))}
        />
      );
    case 'switch':
      return <FormCheckbox<NodeConfig> name={name}>{label}</FormCheckbox>;
  }
}

/** The settings of a node for people who may only look. */
export function ConfigFacts({
  type,
  settings,
}: {
  readonly type: NodeType;
  readonly settings: NodeConfig;
}) {
  const words = useSettingWords();
  return (
    <DescriptionList>
      {settingsOf(type).map(([name, setting]) => (
        <Description key={name} term={words.name(name)}>
          {words.value(setting, settings[name] ?? null)}
        </Description>
      ))}
    </DescriptionList>
  );
}
