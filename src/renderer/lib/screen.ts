import type { TFunction } from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Permission } from '#contract/permissions.ts';

/** The parts of the navigation, in the order in which they are shown. */
export const screenGroups = ['alarms', 'shopfloor', 'identity', 'operations'] as const;

/** One of {@link screenGroups}. */
export type ScreenGroup = (typeof screenGroups)[number];

/** A screen that a feature offers to the shell. */
export interface Screen {
  /** `group.noun`; also names the screen's remembered state. */
  readonly id: `${ScreenGroup}.${string}`;
  /** Where it lies; may hold parameters such as `/shopfloor/machines/:id`. */
  readonly path: string;
  readonly group: ScreenGroup;
  readonly title: (t: TFunction<'shell'>) => string;
  readonly icon: LucideIcon;
  /** Without it the screen is neither shown nor reachable; `null` for everybody signed in. */
  readonly permission: Permission | null;
  /** `false` keeps a screen out of the navigation; the palette still finds it. */
  readonly inNavigation: boolean;
  /** Drawn alone, without bars and navigation; the screen itself offers the way back. */
  readonly alone?: true;
  /** Keeps a screen below those that other features add to its group. */
  readonly last?: true;
  /** Loads the screen's code when it is first opened. */
  readonly load: () => Promise<{ readonly Screen: ComponentType }>;
}
