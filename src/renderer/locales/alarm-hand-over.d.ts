import type alarmHandOver from './en/alarmHandOver.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmHandOver: typeof alarmHandOver;
  }
}
