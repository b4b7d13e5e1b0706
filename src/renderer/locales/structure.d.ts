import type structure from './en/structure.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly structure: typeof structure;
  }
}
