import type safety from './en/safety.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly safety: typeof safety;
  }
}
