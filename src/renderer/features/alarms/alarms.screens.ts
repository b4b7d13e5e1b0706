import { Bell, BookOpenText, Presentation, SlidersHorizontal, TimerOff } from 'lucide-react';
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
  {
    id: 'alarms.aside',
    path: '/alarms-set-aside',
    group: 'alarms',
    title: (t) => t(($) => $.screens.alarmsAside),
    icon: TimerOff,
    permission: 'alarm:read',
    inNavigation: true,
    load: () => import('./aside/aside-screen.tsx'),
  },
  {
    id: 'alarms.journal',
    path: '/alarm-journal',
    group: 'alarms',
    title: (t) => t(($) => $.screens.alarmJournal),
    icon: BookOpenText,
    permission: 'alarm:read',
    inNavigation: true,
    load: () => import('./journal/journal-screen.tsx'),
  },
  {
    id: 'alarms.types',
    path: '/alarm-types',
    group: 'alarms',
    title: (t) => t(($) => $.screens.alarmTypes),
    icon: SlidersHorizontal,
    permission: 'alarm:read',
    inNavigation: true,
    load: () => import('./types/types-screen.tsx'),
  },
  {
    id: 'alarms.wall',
    path: '/wall',
    group: 'alarms',
    title: (t) => t(($) => $.screens.alarmWall),
    icon: Presentation,
    permission: 'alarm:read',
    inNavigation: true,
    alone: true,
    load: () => import('./wall/wall-screen.tsx'),
  },
];
