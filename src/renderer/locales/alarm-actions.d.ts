import type alarmActions from './en/alarmActions.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmActions: typeof alarmActions;
  }
}
