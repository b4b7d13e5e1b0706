import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenRow } from '#contract/identity/tokens.ts';
import { client } from '#lib/core.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import { DataTable } from '#ui/data-table/data-table.tsx';
import { usePagedRows } from '#ui/data-table/use-paged-rows.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { FilterSelect } from '#ui/filter-select.tsx';
import { ToolbarComboBox } from '#ui/toolbar-combo-box.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { SecretOnce } from '../parts/secret-once.tsx';
import type { OnceShown } from '../parts/secret-once.tsx';
import { NewTokenPanel } from './new-token-panel.tsx';
import { useNodeOptions } from './use-node-options.ts';
import { tokenColumns } from './token-columns.tsx';
import { TokenPanel } from './token-panel.tsx';
import { tokenStates } from './token-state.tsx';

const rowId = (row: TokenRow): string => row.id;

/** The tokens of nodes and other programs: what each allows, until when, and whether it is used. */
export function Screen() {
  const { t } = useTranslation('readers');
  const [view, change] = useViewParams('tokens', ['state', 'node', 'ending']);
  const state = tokenStates.find((known) => known === view.state);
  const ending = endings.find((days) => days === view.ending);
  const nodes = useNodeOptions();
  const source = useTokenRows({ state, nodeId: view.node, ending });
  const columns = useMemo(() => tokenColumns(t), [t]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<OnceShown | null>(null);
  const active = source.rows.find(({ id }) => id === activeId);
  const follow = useCallback((id: string | null): void => {
    setActiveId(id);
    setAdding(false);
  }, []);
  const close = (): void => {
    setAdding(false);
    setActiveId(null);
  };
  return (
    <WithPanel
      panel={
        adding ? (
          <NewTokenPanel onMade={setShown} onClose={close} />
        ) : (
          active && <TokenPanel key={active.id} token={active} onMade={setShown} onClose={close} />
        )
      }
    >
      <Toolbar label={t(($) => $.tokens.actions)}>
        <FilterSelect
          label={t(($) => $.tokens.state)}
          options={tokenStates.map((value) => ({ value, label: t(($) => $.tokenState[value]) }))}
          value={state ?? null}
          onChange={(value) => change({ state: value })}
        />
        <FilterSelect
          label={t(($) => $.tokens.ending)}
          options={endings.map((value) => ({
            value,
            label: t(($) => $.tokens.endingWithin, { count: Number(value) }),
          }))}
          value={ending ?? null}
          onChange={(value) => change({ ending: value })}
        />
        <ToolbarComboBox
          label={t(($) => $.tokens.node)}
          options={nodes}
          value={view.node ?? null}
          onChange={(value) => change({ node: value })}
        />
        <ToolbarSpace />
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" />}
          onPress={() => setAdding(true)}
        >
          {t(($) => $.tokens.add)}
        </Button>
      </Toolbar>
      <DataTable
        id="identity.tokens"
        label={t(($) => $.tokens.label)}
        columns={columns}
        source={source}
        rowId={rowId}
        onActiveChange={follow}
        empty={<EmptyState title={t(($) => $.tokens.none)} hint={t(($) => $.tokens.noneHint)} />}
      />
      <SecretOnce shown={shown} onClose={() => setShown(null)} />
    </WithPanel>
  );
}

/** Days within which tokens end, to choose from. */
const endings = ['1', '7', '30'] as const;

interface TokenView {
  readonly state: (typeof tokenStates)[number] | undefined;
  readonly nodeId: string | undefined;
  readonly ending: (typeof endings)[number] | undefined;
}

function useTokenRows({ state, nodeId, ending }: TokenView) {
  const endingWithinDays = ending === undefined ? undefined : Number(ending);
  const loadPage = useCallback(
    ({ cursor, signal }: { readonly cursor: string | undefined; readonly signal: AbortSignal }) =>
      client.identity.tokens.list(
        { state, nodeId, endingWithinDays, cursor, limit: 100 },
        { signal },
      ),
    [state, nodeId, endingWithinDays],
  );
  return usePagedRows({
    queryKey: ['identity.tokens', state, nodeId, ending],
    loadPage,
    topics: ['identity.api_tokens'],
  });
}
