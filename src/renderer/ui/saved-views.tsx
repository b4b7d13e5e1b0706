import { Bookmark, BookmarkPlus, House, Pencil, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberTable, usePreferences } from '#lib/preferences.ts';
import { useSavedViews } from '#lib/use-saved-views.ts';
import type { SavedView, ViewState } from '#lib/use-saved-views.ts';
import type { ViewChange, ViewParams } from '#lib/view-params.ts';
import { Button } from './button.tsx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from './menu.tsx';
import { SavedViewDialog } from './saved-view-dialog.tsx';

/** What {@link SavedViews} takes. */
export interface SavedViewsProps<Param extends string> {
  /** Id of the screen, such as `shopfloor.log`. */
  readonly screen: string;
  /** The choices of the screen that belong to a view, of those that its address keeps. */
  readonly params: readonly Param[];
  readonly view: ViewParams<Param>;
  readonly change: (change: ViewChange<Param>) => void;
  /** Tables whose arrangement belongs to the view. */
  readonly tables: readonly string[];
}

/** Looks of a list under a name: the person's own and shared ones, and keeping the present one. */
export function SavedViews<Param extends string>(props: SavedViewsProps<Param>) {
  const { screen, params, view, change, tables } = props;
  const { t } = useTranslation('savedViews');
  const data = useSavedViews(screen);
  const layouts = usePreferences((preferences) => preferences.tables);
  const [editing, setEditing] = useState<SavedView | 'new' | null>(null);
  const show = ({ params: kept, tables: arranged }: ViewState): void => {
    change(
      Object.fromEntries(params.map((name) => [name, kept[name] ?? null])) as ViewChange<Param>,
    );
    for (const table of tables) rememberTable(table, arranged[table] ?? null);
  };
  useStartView(data, Object.keys(view).length === 0, show);
  const present: ViewState = {
    params: Object.fromEntries(
      params.flatMap((name) => {
        const value: string | undefined = view[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    tables: Object.fromEntries(
      tables.flatMap((table) => {
        const layout = layouts[table];
        return layout
          ? [[table, { ...layout, order: [...layout.order], hidden: [...layout.hidden] }]]
          : [];
      }),
    ),
  };
  const own = data.filter((one) => one.own);
  const others = data.filter((one) => !one.own);
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" icon={<Bookmark aria-hidden="true" />}>
            {t(($) => $.button)}
          </Button>
        }
      >
        {own.map((one) => (
          <MenuItem
            key={one.id}
            label={one.name}
            icon={one.isStart ? <House aria-hidden="true" /> : <Bookmark aria-hidden="true" />}
            onAction={() => show(one.state)}
          />
        ))}
        {others.length > 0 && (
          <MenuSection title={t(($) => $.shared)}>
            {others.map((one) => (
              <MenuItem
                key={one.id}
                label={t(($) => $.of, { name: one.name, owner: one.ownerName })}
                icon={<Users aria-hidden="true" />}
                onAction={() => show(one.state)}
              />
            ))}
          </MenuSection>
        )}
        {data.length > 0 && <MenuSeparator />}
        <MenuItem
          label={t(($) => $.keep)}
          icon={<BookmarkPlus aria-hidden="true" />}
          onAction={() => setEditing('new')}
        />
        {own.length > 0 && (
          <MenuSection title={t(($) => $.change)}>
            {own.map((one) => (
              <MenuItem
                key={one.id}
                label={one.name}
                icon={<Pencil aria-hidden="true" />}
                onAction={() => setEditing(one)}
              />
            ))}
          </MenuSection>
        )}
      </Menu>
      {editing !== null && (
        <SavedViewDialog
          screen={screen}
          edited={editing === 'new' ? null : editing}
          present={present}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

/** Shows the person's start view once, where the screen was opened without a choice of its own. */
function useStartView(
  views: readonly SavedView[],
  untouched: boolean,
  show: (state: ViewState) => void,
): void {
  const done = useRef(!untouched);
  useEffect(() => {
    const start = views.find(({ isStart }) => isStart);
    if (done.current || !start) return;
    done.current = true;
    show(start.state);
  }, [views, show]);
}
