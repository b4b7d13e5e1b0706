import type annunciation from './en/annunciation.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly annunciation: typeof annunciation;
  }
}
