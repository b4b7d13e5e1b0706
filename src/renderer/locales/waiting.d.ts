import type waiting from './en/waiting.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly waiting: typeof waiting;
  }
}
