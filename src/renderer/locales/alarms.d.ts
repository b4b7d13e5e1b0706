import type alarms from './en/alarms.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarms: typeof alarms;
  }
}
