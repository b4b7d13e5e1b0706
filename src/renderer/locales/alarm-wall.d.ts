import type alarmWall from './en/alarmWall.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmWall: typeof alarmWall;
  }
}
