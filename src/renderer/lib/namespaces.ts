/**
 * The texts of each namespace, typed by its English file. A feature adds its own in
 * `src/renderer/locales/<namespace>.d.ts`, so that no list has to be kept here:
 *
 *     declare module '#lib/namespaces.ts' {
 *       interface Namespaces { readonly alarms: typeof import('./en/alarms.json') }
 *     }
 *     export {};
 */
export interface Namespaces {
  /** Texts of the shared parts. */
  readonly ui: typeof import('../locales/en/ui.json');
}

/** The name of a namespace, which is the name of its JSON file. */
export type Namespace = Extract<keyof Namespaces, string>;
