import { z } from 'zod';
import type { NodeType } from './nodes.ts';

/** One setting of a node: what may be entered, and what it is until somebody enters something. */
export type NodeSetting =
  | {
      readonly kind: 'whole';
      readonly least: number;
      readonly most: number;
      readonly unit: 'seconds' | 'minutes' | 'milliseconds' | 'percent';
      readonly usual: number;
    }
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly usual: string }
  | { readonly kind: 'switch'; readonly usual: boolean };

/** Of every node. */
const common = {
  /** Language of the display and of spoken words. */
  displayLanguage: { kind: 'choice', options: ['en', 'ko', 'ja'], usual: 'en' },
  displayBrightness: { kind: 'whole', least: 0, most: 100, unit: 'percent', usual: 70 },
  buzzer: { kind: 'switch', usual: true },
  /** Time between two signs of life. The console takes a node for stale after three missed seconds. */
  beatSeconds: { kind: 'whole', least: 1, most: 3, unit: 'seconds', usual: 1 },
} as const satisfies Record<string, NodeSetting>;

/** The settings of each type of node, in the order in which a form shows them. */
export const nodeSettings = {
  machine_monitor: {
    ...common,
    /** How long before the time-out the node itself warns, by light and sound. */
    warningLeadSeconds: { kind: 'whole', least: 0, most: 600, unit: 'seconds', usual: 60 },
    /** How long a released machine stays released while no console answers. */
    graceMinutes: { kind: 'whole', least: 0, most: 240, unit: 'minutes', usual: 5 },
    relayPolarity: { kind: 'choice', options: ['active-high', 'active-low'], usual: 'active-high' },
    /** The display names who runs the machine. */
    showName: { kind: 'switch', usual: true },
  },
  office_reader: {
    ...common,
    /** How long the same badge is not read again. */
    readPauseMs: { kind: 'whole', least: 100, most: 5000, unit: 'milliseconds', usual: 300 },
  },
  accessory_io: {
    ...common,
    /** How long an input must be steady before it counts. */
    debounceMs: { kind: 'whole', least: 0, most: 1000, unit: 'milliseconds', usual: 30 },
    relayPolarity: { kind: 'choice', options: ['active-high', 'active-low'], usual: 'active-high' },
    /** What outputs do while no console answers. */
    whenAlone: { kind: 'choice', options: ['off', 'keep'], usual: 'off' },
  },
} as const satisfies Record<NodeType, Record<string, NodeSetting>>;

/** Name of a setting, whichever type of node has it. */
export type NodeSettingName = {
  [Type in NodeType]: keyof (typeof nodeSettings)[Type];
}[NodeType];

/** Settings of a node by name. */
export const nodeConfig = z.record(
  z.string().regex(/^[A-Za-z]{1,32}$/),
  z.union([z.int(), z.boolean(), z.string().max(40)]),
);

/** See {@link nodeConfig}. */
export type NodeConfig = z.infer<typeof nodeConfig>;

type Value = number | string | boolean;

function schemaOf(setting: NodeSetting): z.ZodType<Value, Value> {
  switch (setting.kind) {
    case 'whole':
      return z.int().min(setting.least).max(setting.most);
    case 'choice':
      return z.enum(setting.options as readonly [string, ...string[]]);
    case 'switch':
      return z.boolean();
  }
}

const settingsOf = (type: NodeType): [string, NodeSetting][] => Object.entries(nodeSettings[type]);

/** What may be entered for a node of a type: all of its settings, and nothing else. */
export const nodeConfigSchema = (type: NodeType) =>
  z.strictObject(
    Object.fromEntries(settingsOf(type).map(([name, setting]) => [name, schemaOf(setting)])),
  );

/**
 * The settings of a node of a type: what was entered, where it still is a setting of the type and
 * within its bounds, and the usual value for the rest.
 */
export function completeConfig(type: NodeType, entered: NodeConfig | null): NodeConfig {
  return Object.fromEntries(
    settingsOf(type).map(([name, setting]) => {
      const value = schemaOf(setting).safeParse(entered?.[name]);
      return [name, value.success ? value.data : setting.usual];
    }),
  );
}

/** A setting that differs between two versions; null where a version has none of that name. */
export interface ConfigDifference {
  readonly name: string;
  readonly before: NodeConfig[string] | null;
  readonly after: NodeConfig[string] | null;
}

/** What differs between two versions of settings, by name. */
export function configDifferences(
  before: NodeConfig | null,
  after: NodeConfig | null,
): ConfigDifference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({ name, before: before?.[name] ?? null, after: after?.[name] ?? null }))
    .filter((difference) => difference.before !== difference.after);
}

/** Values as a node is told them: every one is a text of its own. */
export const configOrders = (
  config: NodeConfig,
): { readonly key: string; readonly value: string }[] =>
  Object.entries(config).map(([key, value]) => ({ key, value: String(value) }));
