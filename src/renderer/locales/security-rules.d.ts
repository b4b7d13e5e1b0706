import type securityRules from './en/securityRules.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly securityRules: typeof securityRules;
  }
}
