import { Activity, Bug, DatabaseBackup, Hourglass, Settings } from 'lucide-react';
import type { Screen } from '#lib/screen.ts';

const group = 'operations';

/** The screens of the program looking after itself, and of what each person likes. */
export const screens: readonly Screen[] = [
  {
    id: 'operations.monitors',
    path: '/monitors',
    group,
    title: (t) => t(($) => $.screens.monitors),
    icon: Activity,
    permission: 'monitor:read',
    inNavigation: true,
    load: () => import('./monitors/monitors-screen.tsx'),
  },
  {
    id: 'operations.errors',
    path: '/errors',
    group,
    title: (t) => t(($) => $.screens.errors),
    icon: Bug,
    permission: 'error-log:read',
    inNavigation: true,
    load: () => import('./errors/errors-screen.tsx'),
  },
  {
    id: 'operations.backups',
    path: '/backups',
    group,
    title: (t) => t(($) => $.screens.backups),
    icon: DatabaseBackup,
    permission: 'backup:create',
    inNavigation: true,
    load: () => import('./backups/backups-screen.tsx'),
  },
  {
    id: 'operations.retention',
    path: '/retention',
    group,
    title: (t) => t(($) => $.screens.retention),
    icon: Hourglass,
    permission: 'monitor:read',
    inNavigation: true,
    load: () => import('./retention/retention-screen.tsx'),
  },
  {
    id: 'operations.settings',
    path: '/settings',
    group,
    title: (t) => t(($) => $.screens.settings),
    icon: Settings,
    permission: null,
    inNavigation: true,
    last: true,
    load: () => import('./settings/settings-screen.tsx'),
  },
];
