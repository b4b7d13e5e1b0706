import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeConfigState } from '#contract/shopfloor/node-config.ts';
import type { NodeConfig } from '#contract/shopfloor/node-settings.ts';
import type { ShopNode } from '#contract/shopfloor/nodes.ts';
import { client, isCoreError } from '#lib/core.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/text-field.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from '../machines/machine-panel.module.css';
import { ConfigDifferences } from './config-difference.tsx';
import { useSettingWords } from './use-setting-words.ts';

/** What {@link ReviewConfig} takes. */
export interface ReviewConfigProps {
  readonly record: ShopNode;
  readonly before: NodeConfig;
  readonly after: NodeConfig;
  /** The version that `before` is. */
  readonly version: number;
  /** The older version that `after` is; entered where left out. */
  readonly from?: number;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Shows what would change before settings are saved and given to the node. */
export function ReviewConfig(props: ReviewConfigProps) {
  const { record, before, after, version, from, onSaved, onClose } = props;
  const { t } = useTranslation('nodes');
  const words = useSettingWords();
  const [note, setNote] = useState('');
  const save = useAction(
    (why: string | null): Promise<NodeConfigState> => {
      const target = { id: record.id, version, note: why };
      return from === undefined
        ? client.shopfloor.nodeConfigs.save({ ...target, settings: after })
        : client.shopfloor.nodeConfigs.restore({ ...target, from });
    },
    {
      done: (state) => t(($) => $.config.saved, { version: state.version }),
      onDone() {
        onSaved();
        onClose();
      },
      refused(error) {
        if (!isCoreError(error)) return undefined;
        const data = error.data as { readonly field?: string; readonly version?: number };
        if (error.code === 'INVALID_SETTING') {
          return t(($) => $.config.invalid, { field: words.name(data.field ?? '') });
        }
        if (error.code !== 'CONFLICT') return undefined;
        onSaved();
        return t(($) => $.config.conflict, { version: data.version });
      },
    },
  );
  const title =
    from === undefined
      ? t(($) => $.config.diffTitle, { name: record.name })
      : t(($) => $.config.restoreTitle, { version: from });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      mustAnswer
      footer={
        <>
          <Button onPress={onClose}>{t(($) => $.enrol.cancel)}</Button>
          <Button
            variant="primary"
            busy={save.busy}
            onPress={() => save.run(note.trim() === '' ? null : note.trim())}
          >
            {t(($) => (from === undefined ? $.config.save : $.config.restoreDo))}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <ConfigDifferences type={record.nodeType} before={before} after={after} version={version} />
        <TextField label={t(($) => $.config.note)} value={note} onChange={setNote} />
      </div>
    </Dialog>
  );
}
