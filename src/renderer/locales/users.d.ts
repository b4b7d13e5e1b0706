import type users from './en/users.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly users: typeof users;
  }
}
