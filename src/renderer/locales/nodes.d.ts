import type nodes from './en/nodes.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly nodes: typeof nodes;
  }
}
