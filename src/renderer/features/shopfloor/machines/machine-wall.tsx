import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MachineTile } from '#contract/shopfloor/machines.ts';
import { cssVariables } from '#lib/css-variables.ts';
import type { RowStore } from '#lib/row-store.ts';
import { StopRequestButton } from '../estops/stop-request-button.tsx';
import { MachineTileButton } from './machine-tile.tsx';
import type { TileGroup } from './tile-groups.ts';
import { tileTarget } from './tile-navigation.ts';
import styles from './machine-wall.module.css';

/** What a {@link MachineWall} takes. */
export interface MachineWallProps {
  readonly store: RowStore<MachineTile>;
  readonly groups: readonly TileGroup[];
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
}

/** All machines by zone. One stop of the Tab key; arrow keys move between tiles, Enter opens one. */
export function MachineWall({ store, groups, openId, onOpen }: MachineWallProps) {
  const { t } = useTranslation('shopfloor');
  const [focused, setFocused] = useState<string | null>(null);
  const all = groups.flatMap(({ tiles }) => tiles);
  const stop =
    all.find(({ id }) => id === focused) ?? all.find(({ id }) => id === openId) ?? all[0];
  return (
    <div
      role="group"
      className={styles.wall}
      aria-label={t(($) => $.machines.label)}
      onKeyDown={moveFocus}
      onFocus={(event) => setFocused(idOf(event.target))}
    >
      {groups.map((group) => (
        <section
          key={group.id}
          className={styles.zone}
          style={cssVariables({ '--count': `${group.tiles.length}` })}
        >
          <GroupHeading group={group} />
          <div className={styles.tiles}>
            {group.tiles.map((tile) => (
              <MachineTileButton
                key={tile.id}
                store={store}
                tile={tile}
                open={tile.id === openId}
                tabStop={tile.id === stop?.id}
                onOpen={onOpen}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function GroupHeading({ group }: { readonly group: TileGroup }) {
  const { t } = useTranslation('shopfloor');
  const inUse = group.tiles.filter(({ session }) => session !== null).length;
  const zone = group.tiles[0]?.zone ?? null;
  return (
    <h2 className={styles.heading}>
      {group.areaName ?? t(($) => $.machines.noArea)}
      {group.zoneName !== null && <span> › {group.zoneName}</span>}
      <span className={styles.count}>
        {t(($) => $.machines.inZone, { count: group.tiles.length })}
        {inUse > 0 && ` · ${t(($) => $.machines.inUse, { count: inUse })}`}
      </span>
      {inUse > 0 && zone && (
        <StopRequestButton
          target={{ what: 'zone', id: zone.id }}
          name={group.zoneName ?? zone.name}
          size="small"
        />
      )}
    </h2>
  );
}

function idOf(element: Element): string | null {
  return element.closest<HTMLElement>('[data-machine-id]')?.dataset['machineId'] ?? null;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-machine-id]')];
  const from = tiles.findIndex((tile) => tile === document.activeElement);
  const target = tileTarget(
    event.key,
    from,
    tiles.map((tile) => tile.getBoundingClientRect()),
  );
  if (target === undefined) return;
  event.preventDefault();
  tiles[target]?.focus();
}
