import { useTranslation } from 'react-i18next';
import { configDifferences } from '#contract/shopfloor/node-settings.ts';
import type { NodeConfig } from '#contract/shopfloor/node-settings.ts';
import type { NodeType } from '#contract/shopfloor/nodes.ts';
import styles from './nodes.module.css';
import { settingsOf, useSettingWords } from './use-setting-words.ts';

/** What {@link ConfigDifferences} take. */
export interface ConfigDifferencesProps {
  readonly type: NodeType;
  readonly before: NodeConfig;
  readonly after: NodeConfig;
  /** The version that `before` is. */
  readonly version: number;
}

/** What would change, setting by setting. */
export function ConfigDifferences({ type, before, after, version }: ConfigDifferencesProps) {
  const { t } = useTranslation('nodes');
  const words = useSettingWords();
  const settings = new Map<string, ReturnType<typeof settingsOf>[number][1]>(settingsOf(type));
  const differences = configDifferences(before, after);
  if (differences.length === 0) return <p>{t(($) => $.config.same, { version })}</p>;
  return (
    <table className={styles.differences}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.config.setting)}</th>
          <th scope="col">{t(($) => $.config.before)}</th>
          <th scope="col">{t(($) => $.config.after)}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ name, before: old, after: next }) => (
          <tr key={name}>
            <th scope="row">{words.name(name)}</th>
            <td>{words.value(settings.get(name), old)}</td>
            <td>
              <strong>{words.value(settings.get(name), next)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
