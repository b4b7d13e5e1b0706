import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeSettings } from '#contract/shopfloor/node-settings.ts';
import type { NodeConfig, NodeSetting } from '#contract/shopfloor/node-settings.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import type nodesTexts from '../../../locales/en/nodes.json';

type SettingName = keyof typeof nodesTexts.setting;
type ValueName = keyof typeof nodesTexts.value;

/** The settings of a type of node, in the order of a form. */
export const settingsOf = (type: NodeType): [SettingName, NodeSetting][] =>
  Object.entries(nodeSettings[type]) as [SettingName, NodeSetting][];

/** Names and values of settings in the person's language. */
export interface SettingWords {
  name(setting: string): string;
  value(setting: NodeSetting | undefined, value: NodeConfig[string] | null): string;
  choice(option: string): string;
}

/** Words for settings; one that this version does not know as it came. */
export function useSettingWords(): SettingWords {
  const { t, i18n } = useTranslation('nodes');
  const known = useCallback(
    (group: 'setting' | 'value', key: string) => i18n.exists(`${group}.${key}`, { ns: 'nodes' }),
    [i18n],
  );
  const choice = (option: string): string =>
    known('value', option) ? t(($) => $.value[option as ValueName]) : option;
  return {
    name: (setting) =>
      known('setting', setting) ? t(($) => $.setting[setting as SettingName]) : setting,
    choice,
    value(setting, value) {
      if (value === null) return '–';
      if (typeof value === 'boolean') return t(($) => (value ? $.value.yes : $.value.no));
      if (typeof value === 'string') return choice(value);
      const unit = setting?.kind === 'whole' ? t(($) => $.settingUnit[setting.unit]) : '';
      return `${value} ${unit}`.trim();
    },
  };
}
