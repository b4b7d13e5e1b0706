import type account from './en/account.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly account: typeof account;
  }
}
