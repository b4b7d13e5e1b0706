import type operations from './en/operations.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly operations: typeof operations;
  }
}
