import { ChevronRight, GripVertical } from 'lucide-react';
import { useState } from 'react';
import type { DragAndDropHooks, Key } from 'react-aria-components';
import { Button, Tree, TreeItem, TreeItemContent } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { StatusBadge } from '#ui/status-badge.tsx';
import type { Branch, StructureKind } from './structure-branches.ts';
import styles from './structure-tree.module.css';

/** What a {@link StructureTree} takes. */
export interface StructureTreeProps {
  readonly branches: readonly Branch[];
  /** While something is searched, every branch is open. */
  readonly search: string;
  /** What is chosen: the open one, or several to be changed together. */
  readonly chosen: readonly string[];
  /** How machines are moved by dragging; absent where they may not be. */
  readonly moves?: DragAndDropHooks | undefined;
  readonly onOpen: (choice: { readonly kind: StructureKind; readonly id: string }) => void;
  /** Several were chosen, with Shift or Ctrl, or by a long press. */
  readonly onChoose: (keys: readonly string[]) => void;
}

/** Areas and zones are open at first; machines show with them. */
const keysOf = (branches: readonly Branch[]): string[] =>
  branches.flatMap(({ key, branches: inner }) => [key, ...keysOf(inner)]);

/** The tree; arrow keys move and fold, one chosen shows its form, several can be changed together. */
export function StructureTree(props: StructureTreeProps) {
  const { branches, search, chosen, moves, onOpen, onChoose } = props;
  const { t } = useTranslation('shopfloor');
  const [folded, setFolded] = useState<ReadonlySet<Key>>(new Set());
  // The set that the tree gave knows where a range began; another with the same members does not.
  const [given, setGiven] = useState<ReadonlySet<Key>>(new Set());
  const all = keysOf(branches);
  const expanded = search === '' ? all.filter((key) => !folded.has(key)) : all;
  function choose(keys: readonly string[]): void {
    const [first = '', ...others] = keys;
    const [kind, id] = first.split(':');
    if (others.length > 0) onChoose(keys);
    else if (id !== undefined && id !== 'none') onOpen({ kind: kind as StructureKind, id });
  }

  return (
    <Tree
      aria-label={t(($) => $.structure.label)}
      className={classNames(styles.tree)}
      {...(moves !== undefined && { dragAndDropHooks: moves })}
      selectionMode="multiple"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={isSame(given, chosen) ? given : chosen}
      onSelectionChange={(keys) => {
        setGiven(keys === 'all' ? new Set(all) : keys);
        choose(keys === 'all' ? all : [...keys].map(String));
      }}
      expandedKeys={expanded}
      onExpandedChange={(open) => setFolded(new Set(all.filter((key) => !open.has(key))))}
    >
      {branches.map((branch) => (
        <BranchItem key={branch.key} branch={branch} movable={moves !== undefined} />
      ))}
    </Tree>
  );
}

const isSame = (given: ReadonlySet<Key>, chosen: readonly string[]): boolean =>
  given.size === chosen.length && chosen.every((key) => given.has(key));

/** Zones hold machines, as does the branch of what has no area. */
const holdsMachines = ({ kind, id }: Branch): boolean => kind === 'zone' || id === null;

function BranchItem({ branch, movable }: { readonly branch: Branch; readonly movable: boolean }) {
  const { t } = useTranslation('shopfloor');
  const { t: words } = useTranslation('structure');
  const name = branch.id === null ? t(($) => $.machines.noArea) : branch.name;
  return (
    <TreeItem id={branch.key} textValue={name} className={classNames(styles.item)}>
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className={classNames(styles.row, styles[branch.kind])}>
            {hasChildItems ? (
              <Button slot="chevron" className={classNames(styles.chevron)}>
                <ChevronRight aria-hidden="true" />
              </Button>
            ) : (
              <span className={styles.chevron} />
            )}
            {movable && branch.kind === 'machine' && (
              <Button
                slot="drag"
                className={classNames(styles.chevron)}
                aria-label={words(($) => $.drag, { name })}
              >
                <GripVertical aria-hidden="true" />
              </Button>
            )}
            <span className={styles.code}>{branch.code ?? '–'}</span>
            <span className={styles.name}>{name}</span>
            {!branch.active && (
              <StatusBadge tone="off">{t(($) => $.structure.inactive)}</StatusBadge>
            )}
            {branch.kind !== 'machine' && (
              <span className={styles.count}>
                {words(($) => (holdsMachines(branch) ? $.machines : $.zones), {
                  count: branch.branches.length,
                })}
              </span>
            )}
          </div>
        )}
      </TreeItemContent>
      {branch.branches.map((inner) => (
        <BranchItem key={inner.key} branch={inner} movable={movable} />
      ))}
    </TreeItem>
  );
}
