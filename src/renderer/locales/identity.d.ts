import type identity from './en/identity.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly identity: typeof identity;
  }
}
