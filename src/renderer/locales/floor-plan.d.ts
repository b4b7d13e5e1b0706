import type floorPlan from './en/floorPlan.json';

declare module '#lib/namespaces.ts' {
  interface Namespaces {
    readonly floorPlan: typeof floorPlan;
  }
}
