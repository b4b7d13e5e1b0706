import type alarmPerformance from './en/alarmPerformance.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmPerformance: typeof alarmPerformance;
  }
}
