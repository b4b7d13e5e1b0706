import type alarmsAside from './en/alarmsAside.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly alarmsAside: typeof alarmsAside;
  }
}
