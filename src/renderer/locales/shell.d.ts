import type shell from './en/shell.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly shell: typeof shell;
  }
}
