import type shopfloor from './en/shopfloor.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly shopfloor: typeof shopfloor;
  }
}
