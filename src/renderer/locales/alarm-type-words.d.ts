import type alarmTypeWords from '../../contract/words/en/alarmTypeWords.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmTypeWords: typeof alarmTypeWords;
  }
}
