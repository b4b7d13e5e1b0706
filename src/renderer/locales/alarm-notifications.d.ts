import type alarmNotifications from './en/alarmNotifications.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmNotifications: typeof alarmNotifications;
  }
}
