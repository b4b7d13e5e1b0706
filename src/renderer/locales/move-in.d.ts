import type moveIn from './en/moveIn.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly moveIn: typeof moveIn;
  }
}
