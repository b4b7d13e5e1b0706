import type displays from './en/displays.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly displays: typeof displays;
  }
}
