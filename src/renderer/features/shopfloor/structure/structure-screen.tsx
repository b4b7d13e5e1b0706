import { FileSpreadsheet, ListChecks, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Machine } from '#contract/shopfloor/machines.ts';
import { useCan } from '#lib/session.ts';
import { mayLeave } from '#lib/unsaved-changes.ts';
import { useViewParams } from '#lib/use-view-params.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { SearchField } from '#ui/search-field.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Toolbar, ToolbarSpace } from '#ui/toolbar.tsx';
import { WithPanel } from '#ui/with-panel.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { ExchangeDialog } from './exchange-dialog.tsx';
import { StructurePanel } from './structure-panel.tsx';
import { StructureTree } from './structure-tree.tsx';
import { branchesOf } from './structure-branches.ts';
import type { Branch, StructureKind } from './structure-branches.ts';
import { useMachineMoves } from './use-machine-moves.ts';
import { useAreas, useMachines, useZones } from './use-structure.ts';

/** What the panel shows: a record, or the form of a new one. */
export interface StructureChoice {
  readonly kind: StructureKind;
  /** Null for a new one. */
  readonly id: string | null;
}

const kinds: readonly StructureKind[] = ['area', 'zone', 'machine'];

function choiceOf(text: string | undefined): StructureChoice | null {
  const [kind, id] = text?.split(':') ?? [];
  const known = kinds.find((one) => one === kind);
  return known === undefined || id === undefined ? null : { kind: known, id };
}

/** Areas, zones and machines as a tree; what is chosen is edited beside it. */
export function Screen() {
  const { t } = useTranslation('shopfloor');
  const [view, change] = useViewParams('structure', ['open', 'search']);
  const [adding, setAdding] = useState<StructureKind | null>(null);
  const [areas, zones, machines] = [useAreas(), useZones(), useMachines()];
  const chosen = choiceOf(view.open);
  const choice = adding === null ? chosen : { kind: adding, id: null };
  const moves = useMachineMoves();
  const [several, setSeveral] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<'exchange' | 'bulk' | null>(null);
  const loaded = areas.data && zones.data && machines.data;
  const branches = branchesOf(
    { areas: areas.data ?? [], zones: zones.data ?? [], machines: machines.data ?? [] },
    view.search ?? '',
  );

  const open = chosen === null ? [] : [`${chosen.kind}:${chosen.id}`];
  const selected = several.length > 0 ? several : open;

  async function show(next: StructureChoice | null): Promise<void> {
    if (await mayLeave()) showNow(next);
  }

  function showNow(next: StructureChoice | null): void {
    setSeveral([]);
    setAdding(next !== null && next.id === null ? next.kind : null);
    if (next === null || next.id !== null)
      change({ open: next === null ? null : `${next.kind}:${next.id}` });
  }

  return (
    <WithPanel
      panel={
        choice !== null &&
        loaded && (
          <StructurePanel
            key={`${choice.kind}:${choice.id ?? 'new'}`}
            choice={choice}
            within={chosen}
            onShow={(next) => void show(next)}
            onCreated={showNow}
          />
        )
      }
    >
      <Toolbar label={t(($) => $.structure.actions)}>
        <SearchField
          label={t(($) => $.structure.search)}
          value={view.search ?? ''}
          onChange={(search) => change({ search })}
        />
        <ToolbarSpace />
        <ManyButtons onOpen={setDialog} />
        <AddButtons onAdd={(kind) => void show({ kind, id: null })} />
      </Toolbar>
      {!loaded && <Skeleton lines={10} wholeScreen />}
      {loaded && branches.length > 0 && (
        <StructureTree
          branches={branches}
          search={view.search ?? ''}
          moves={moves}
          chosen={selected}
          onOpen={(next) => void show(next)}
          onChoose={setSeveral}
        />
      )}
      {loaded && branches.length === 0 && (
        <EmptyState
          title={t(($) => (view.search ? $.machines.nothingFound : $.structure.none))}
          hint={t(($) => (view.search ? $.machines.nothingFoundHint : $.structure.noneHint))}
        />
      )}
      {dialog === 'exchange' && <ExchangeDialog onClose={() => setDialog(null)} />}
      {dialog === 'bulk' && (
        <BulkDialog
          machines={machinesIn(branches, machines.data ?? [])}
          chosen={machinesIn(
            selected.flatMap((key) => branchesAt(branches, key)),
            machines.data ?? [],
          )}
          onClose={() => setDialog(null)}
        />
      )}
    </WithPanel>
  );
}

/** The branch with a key, wherever in the tree it is. */
const branchesAt = (all: readonly Branch[], key: string): readonly Branch[] =>
  all.flatMap((branch) => (branch.key === key ? [branch] : branchesAt(branch.branches, key)));

/** The machines in branches, by code. */
function machinesIn(branches: readonly Branch[], machines: readonly Machine[]): readonly Machine[] {
  const keysOf = (all: readonly Branch[]): string[] =>
    all.flatMap(({ key, branches: inner }) => [key, ...keysOf(inner)]);
  const shown = new Set(keysOf(branches));
  return machines.filter(({ id }) => shown.has(`machine:${id}`));
}

function ManyButtons({ onOpen }: { readonly onOpen: (dialog: 'exchange' | 'bulk') => void }) {
  const { t } = useTranslation('structure');
  const [structure, machine] = [useCan('structure:manage'), useCan('machine:manage')];
  return (
    <>
      {structure && (
        <Button icon={<FileSpreadsheet aria-hidden="true" />} onPress={() => onOpen('exchange')}>
          {t(($) => $.exchangeOpen)}
        </Button>
      )}
      {machine && (
        <Button icon={<ListChecks aria-hidden="true" />} onPress={() => onOpen('bulk')}>
          {t(($) => $.bulk.open)}
        </Button>
      )}
    </>
  );
}

function AddButtons({ onAdd }: { readonly onAdd: (kind: StructureKind) => void }) {
  const { t } = useTranslation('shopfloor');
  const [structure, machine] = [useCan('structure:manage'), useCan('machine:manage')];
  const icon = <Plus aria-hidden="true" />;
  return (
    <>
      {structure && (
        <Button icon={icon} onPress={() => onAdd('area')}>
          {t(($) => $.structure.area.kind)}
        </Button>
      )}
      {structure && (
        <Button icon={icon} onPress={() => onAdd('zone')}>
          {t(($) => $.structure.zone.kind)}
        </Button>
      )}
      {machine && (
        <Button icon={icon} variant="primary" onPress={() => onAdd('machine')}>
          {t(($) => $.structure.machine.kind)}
        </Button>
      )}
    </>
  );
}
