import type reports from './en/reports.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly reports: typeof reports;
  }
}
