import type errors from './en/errors.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly errors: typeof errors;
  }
}
