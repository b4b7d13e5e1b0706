import type alarmPositions from './en/alarmPositions.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmPositions: typeof alarmPositions;
  }
}
