import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { classNames } from '#lib/class-names.ts';
import { useHolds } from '#lib/session.ts';
import type { Screen } from '#lib/screen.ts';
import { IconButton } from '#ui/icon-button.tsx';
import { navigationFor } from '../screens.ts';
import { useShellState } from './shell-state.ts';
import styles from './navigation.module.css';

/** The screens a person may open, by domain. Can be narrowed to its icons. */
export function Navigation() {
  const { t } = useTranslation('shell');
  const narrow = useShellState((state) => state.narrowNavigation);
  const groups = navigationFor(useHolds());
  return (
    <nav
      className={classNames(styles.navigation, narrow && styles.narrow)}
      aria-label={t(($) => $.navigation.label)}
    >
      <div className={styles.groups}>
        {groups.map(({ group, screens }) => (
          <section key={group} aria-label={t(($) => $.groups[group])}>
            <h2 className={styles.group}>{t(($) => $.groups[group])}</h2>
            <ul className={styles.list}>
              {screens.map((screen) => (
                <li key={screen.id}>
                  <NavigationLink screen={screen} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className={styles.foot}>
        <IconButton
          label={narrow ? t(($) => $.navigation.expand) : t(($) => $.navigation.collapse)}
          onPress={() => useShellState.setState({ narrowNavigation: !narrow })}
        >
          {narrow ? <ChevronsRight /> : <ChevronsLeft />}
        </IconButton>
      </div>
    </nav>
  );
}

/**
 * Scrolls the list so far that a link in it shows. `scrollIntoView` would also have the Tab key go on
 * from there, past the way to the screen.
 */
function showInList(link: HTMLElement): void {
  const list = link.closest(`.${styles.groups}`);
  if (!list) return;
  const [box, within] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (box.top < within.top) list.scrollTop -= within.top - box.top;
  else if (box.bottom > within.bottom) list.scrollTop += box.bottom - within.bottom;
}

function NavigationLink({ screen }: { readonly screen: Screen }) {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  const here = location === screen.path || location.startsWith(`${screen.path}/`);
  const title = screen.title(t);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The palette and links inside screens lead to where the list may be scrolled away.
    if (here && link.current) showInList(link.current);
  }, [here]);
  return (
    <Link
      ref={link}
      href={screen.path}
      className={classNames(styles.link, here && styles.here)}
      aria-current={here ? 'page' : undefined}
      title={title}
    >
      <screen.icon aria-hidden className={styles.icon ?? ''} />
      <span className={styles.title}>{title}</span>
    </Link>
  );
}
