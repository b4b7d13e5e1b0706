import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeConfigState } from '#contract/shopfloor/node-config.ts';
import { nodeConfigSchema } from '#contract/shopfloor/node-settings.ts';
import type { NodeConfig as Config } from '#contract/shopfloor/node-settings.ts';
import type { NodeLink, ShopNode } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { useErrorText } from '#lib/use-error-text.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form/form.tsx';
import { useEditForm } from '#ui/form/use-edit-form.ts';
import { Skeleton } from '#ui/skeleton.tsx';
import { useAction } from '#ui/use-action.ts';
import styles from '../machines/machine-panel.module.css';
import { ConfigHistory } from './config-history.tsx';
import { ReviewConfig } from './config-review.tsx';
import { ConfigEntries, ConfigFacts } from './config-entries.tsx';

/** The settings of a node: how far they are, changing them, and their versions. */
export function NodeConfig({
  record,
  link,
}: {
  readonly record: ShopNode;
  readonly link: NodeLink | undefined;
}) {
  const { t } = useTranslation('nodes');
  const words = useErrorText();
  const mayManage = useCan('node:manage');
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['shopfloor', 'node-config', record.id, link?.config.version, link?.config.state],
    queryFn: ({ signal }) => client.shopfloor.nodeConfigs.get({ id: record.id }, { signal }),
    placeholderData: (before) => before,
  });
  if (error) return <Banner tone="error">{words(error)}</Banner>;
  if (!data) return <Skeleton />;
  const { settings, state } = data;
  const reload = (): void => {
    void queries.invalidateQueries({ queryKey: ['shopfloor', 'node-config'] });
    void queries.invalidateQueries({ queryKey: ['shopfloor', 'node-configs'] });
  };
  return (
    <div className={styles.stack}>
      <StateBanner state={state} nodeKey={record.id} />
      {mayManage ? (
        <ConfigForm
          key={`${record.nodeType} ${state.version}`}
          record={record}
          settings={settings}
          state={state}
          onSaved={reload}
        />
      ) : (
        <>
          <p className={styles.quiet}>{t(($) => $.config.readOnly)}</p>
          <ConfigFacts type={record.nodeType} settings={settings} />
        </>
      )}
      <ConfigHistory record={record} settings={settings} version={state.version} onDone={reload} />
    </div>
  );
}

function StateBanner({
  state: { state, version, error },
  nodeKey,
}: {
  readonly state: NodeConfigState;
  readonly nodeKey: string;
}) {
  const { t } = useTranslation('nodes');
  const mayManage = useCan('node:manage');
  const push = useAction((id: string) => client.shopfloor.nodeConfigs.push({ id }), {
    done: () => t(($) => $.config.pushed),
  });
  const again = mayManage && (state === 'failed' || state === 'applied') && (
    <Button size="small" busy={push.busy} onPress={() => push.run(nodeKey)}>
      {t(($) => $.config.pushAgain)}
    </Button>
  );
  return (
    <Banner tone={state === 'failed' ? 'error' : 'info'} {...(again && { action: again })}>
      {t(($) => $.config[`${state}Text`], { version, error: error ?? '' })}
    </Banner>
  );
}

function ConfigForm({
  record,
  settings,
  state,
  onSaved,
}: {
  readonly record: ShopNode;
  readonly settings: Config;
  readonly state: NodeConfigState;
  readonly onSaved: () => void;
}) {
  const { t } = useTranslation('nodes');
  const [reviewed, review] = useState<Config | null>(null);
  const edit = useEditForm<Config, Config>({
    schema: nodeConfigSchema(record.nodeType),
    defaults: settings,
    draftKey: `shopfloor.node-config.${record.id}.${state.version}`,
    save(values) {
      review(values);
      return Promise.resolve();
    },
  });
  return (
    <>
      <Form edit={edit} submitLabel={t(($) => $.config.review)}>
        <ConfigEntries type={record.nodeType} />
      </Form>
      {reviewed && (
        <ReviewConfig
          record={record}
          before={settings}
          after={reviewed}
          version={state.version}
          onSaved={onSaved}
          onClose={() => review(null)}
        />
      )}
    </>
  );
}
