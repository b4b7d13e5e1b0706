import type readers from './en/readers.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly readers: typeof readers;
  }
}
