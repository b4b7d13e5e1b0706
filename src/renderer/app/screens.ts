import { lazy, type ComponentType } from 'react';
import type { Screen, ScreenGroup } from '#lib/screen.ts';
import { screenGroups } from '#lib/screen.ts';

const found = import.meta.glob<{ readonly screens: readonly Screen[] }>(
  '../features/*/*.screens.ts',
  {
    eager: true,
  },
);

const placeOf = ({ group, last }: Screen): number => screenGroups.indexOf(group) + (last ? 0.5 : 0);

/** Every screen of every feature, in the order of the navigation. */
export const screens: readonly Screen[] = Object.values(found)
  .flatMap((feature) => feature.screens)
  .toSorted((a, b) => placeOf(a) - placeOf(b));

const components = new Map<string, ComponentType>();

/** The component of a screen, loaded when it is first drawn. */
export function componentOf(screen: Screen): ComponentType {
  const known = components.get(screen.id);
  if (known) return known;
  const made = lazy(async () => ({ default: (await screen.load()).Screen }));
  components.set(screen.id, made);
  return made;
}

/** The screens a person may open, by group, without empty groups. */
export function navigationFor(
  holds: (permission: Screen['permission']) => boolean,
): { readonly group: ScreenGroup; readonly screens: readonly Screen[] }[] {
  const open = screens.filter((screen) => screen.inNavigation && holds(screen.permission));
  return screenGroups
    .map((group) => ({ group, screens: open.filter((screen) => screen.group === group) }))
    .filter((entry) => entry.screens.length > 0);
}
