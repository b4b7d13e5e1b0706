import type savedViews from './en/savedViews.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly savedViews: typeof savedViews;
  }
}
