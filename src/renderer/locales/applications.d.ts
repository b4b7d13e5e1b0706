import type applications from './en/applications.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly applications: typeof applications;
  }
}
