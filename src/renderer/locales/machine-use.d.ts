import type machineUse from './en/machineUse.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly machineUse: typeof machineUse;
  }
}
