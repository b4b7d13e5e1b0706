import { Check, Lock } from 'lucide-react';
import { Fragment, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleRow } from '#contract/identity/roles.ts';
import type { Permission } from '#contract/permissions.ts';
import { classNames } from '#lib/class-names.ts';
import { isChanged, movedPlace, permits } from './grid-changes.ts';
import type { GridDraft, GridPlace } from './grid-changes.ts';
import { usePermissionWords } from './permission-words.ts';
import styles from './permission-grid.module.css';

/** One row of the grid. */
export interface PermissionRow {
  readonly permission: Permission;
  readonly resource: string;
  readonly action: string;
  readonly description: string;
}

/** What a {@link PermissionGrid} takes. */
export interface PermissionGridProps {
  readonly roles: readonly RoleRow[];
  readonly rows: readonly PermissionRow[];
  readonly draft: GridDraft;
  /** Absent where the person may only look. */
  readonly onToggle?: (role: RoleRow, permission: Permission) => void;
  readonly onOpenRole: (role: RoleRow) => void;
}

/** Which role permits what. One stop of the Tab key; arrow keys move, Space turns a cell over. */
export function PermissionGrid(props: PermissionGridProps) {
  const { roles, rows, onToggle } = props;
  const { t } = useTranslation('users');
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const grid = useRef<HTMLTableElement>(null);

  function move(to: GridPlace): void {
    setPlace(to);
    grid.current
      ?.querySelector<HTMLElement>(`[data-row="${to.row}"][data-column="${to.column}"]`)
      ?.focus();
  }

  function onKey(event: KeyboardEvent): void {
    if (!(event.target as HTMLElement).matches('[data-row]')) return;
    const next = movedPlace(place, event.key, rows.length, roles.length);
    const [role, row] = [roles[place.column], rows[place.row]];
    if (next) move(next);
    else if (event.key === ' ' && role && row) onToggle?.(role, row.permission);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.scroller}>
      <table
        ref={grid}
        role="grid"
        aria-label={t(($) => $.grid.label)}
        className={styles.grid}
        onKeyDown={onKey}
      >
        <GridHead {...props} />
        <tbody>
          {rows.map((row, index) => (
            <Fragment key={row.permission}>
              {row.resource !== rows[index - 1]?.resource && (
                <GroupRow resource={row.resource} columns={roles.length} />
              )}
              <GridRow {...props} row={row} index={index} place={place} onPlace={setPlace} />
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GridHead({ roles, draft, onOpenRole }: PermissionGridProps) {
  const { t } = useTranslation('users');
  return (
    <thead>
      <tr>
        <th scope="col" className={styles.corner}>
          {t(($) => $.grid.permission)}
        </th>
        {roles.map((role) => (
          <th key={role.id} scope="col" className={styles.role}>
            <button
              type="button"
              className={classNames(styles.roleButton, draft.has(role.id) && styles.touched)}
              title={role.description ?? role.name}
              onClick={() => onOpenRole(role)}
            >
              <span className={styles.roleName}>{role.name}</span>
              <span className={styles.users}>
                {role.isProtected ? <Lock aria-label={t(($) => $.grid.protected)} /> : role.users}
              </span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function GroupRow({ resource, columns }: { readonly resource: string; readonly columns: number }) {
  const { resourceName } = usePermissionWords();
  return (
    <tr>
      <th scope="rowgroup" className={styles.group}>
        {resourceName(resource)}
      </th>
      <td colSpan={columns} className={styles.groupRest} />
    </tr>
  );
}

function GridRow(
  props: PermissionGridProps & {
    readonly row: PermissionRow;
    readonly index: number;
    readonly place: GridPlace;
    readonly onPlace: (place: GridPlace) => void;
  },
) {
  const { roles, row, index, place, draft, onToggle, onPlace } = props;
  const { actionName } = usePermissionWords();
  return (
    <tr>
      <th scope="row" className={styles.permission} title={row.description}>
        {actionName(row.action)}
        <code className={styles.code}>{row.permission}</code>
      </th>
      {roles.map((role, column) => {
        const on = permits(role, row.permission, draft);
        const changed = isChanged(role, row.permission, draft);
        const here = place.row === index && place.column === column;
        return (
          <td
            key={role.id}
            role="gridcell"
            tabIndex={here ? 0 : -1}
            data-row={index}
            data-column={column}
            aria-selected={on}
            aria-readonly={role.isProtected || !onToggle}
            aria-label={`${role.name}, ${row.permission}`}
            className={classNames(
              styles.cell,
              changed && styles.changed,
              (role.isProtected || !onToggle) && styles.fixed,
            )}
            onClick={() => {
              onPlace({ row: index, column });
              onToggle?.(role, row.permission);
            }}
          >
            {on && <Check aria-hidden="true" />}
          </td>
        );
      })}
    </tr>
  );
}
