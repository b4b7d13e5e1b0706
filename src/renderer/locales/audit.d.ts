import type audit from './en/audit.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly audit: typeof audit;
  }
}
