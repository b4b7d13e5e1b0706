import type retention from './en/retention.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly retention: typeof retention;
  }
}
