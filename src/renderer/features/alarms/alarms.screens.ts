import { Bell } from 'lucide-react';
import type { Screen } from '#lib/screen.ts';

/** The screens of the alarm queue. */
export const screens: readonly Screen[] = [
  {
    id: 'alarms.queue',
    path: '/alarms',
    group: 'alarms',
    title: (t) => t(($) => $.screens.alarms),
    icon: Bell,
    permission: 'alarm:read',
    inNavigation: true,
    load: () => import('./alarms-screen.tsx'),
  },
];
