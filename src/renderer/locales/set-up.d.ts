import type setUp from './en/setUp.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly setUp: typeof setUp;
  }
}
