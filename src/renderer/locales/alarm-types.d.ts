import type alarmTypes from './en/alarmTypes.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmTypes: typeof alarmTypes;
  }
}
