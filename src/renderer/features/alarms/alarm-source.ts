import type { Alarm } from '#contract/alarms.ts';
import type { Permission } from '#contract/permissions.ts';
import { withViewChange } from '#lib/view-params.ts';

/** The screen on which the sources of one noun are found. */
interface SourceScreen {
  readonly path: string;
  readonly permission: Permission;
  /** The screen's name in the address, where it can be searched by the name of a source. */
  readonly searchedAs?: string;
}

const screens = new Map<string, SourceScreen>(
  Object.entries({
    node: { path: '/shopfloor/nodes', permission: 'node:read', searchedAs: 'nodes' },
    machine: { path: '/shopfloor/machines', permission: 'machine:read', searchedAs: 'machines' },
    accessory: {
      path: '/shopfloor/accessories',
      permission: 'node:read',
      searchedAs: 'accessories',
    },
    reader: { path: '/readers', permission: 'reader:read', searchedAs: 'readers' },
    user: { path: '/users', permission: 'user:read', searchedAs: 'users' },
    area: { path: '/shopfloor/structure', permission: 'machine:read', searchedAs: 'structure' },
    badge: { path: '/badges', permission: 'badge:manage' },
    token: { path: '/tokens', permission: 'token:manage' },
    application: { path: '/shopfloor/applications', permission: 'token:manage' },
    audit: { path: '/audit', permission: 'audit:read' },
    'notification-channel': {
      path: '/alarm-notifications?notifications.list=channels',
      permission: 'alarm:configure',
    },
    monitor: { path: '/monitors', permission: 'monitor:read' },
    database: { path: '/monitors', permission: 'monitor:read' },
  }),
);

/**
 * The address at which the source of an alarm is found, with the other choices in `search` kept;
 * undefined where no screen has it or the person may not open that.
 */
export function sourceAddress(
  { sourceType, sourceName }: Pick<Alarm, 'sourceType' | 'sourceName'>,
  holds: (permission: Permission) => boolean,
  search: string,
): string | undefined {
  const screen = screens.get(sourceType);
  if (!screen || !holds(screen.permission)) return undefined;
  const { path, searchedAs } = screen;
  return searchedAs === undefined
    ? path
    : `${path}?${withViewChange(search, searchedAs, { search: sourceName })}`;
}
