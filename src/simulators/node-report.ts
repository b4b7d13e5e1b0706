import type { NodeMessage } from '#platform/serial/node-messages.ts';

type WithoutHeader<T> = T extends unknown ? Omit<T, 'id' | 'seq' | 'boot'> : never;

/** A message before the node has put its name, boot and number on it. */
export type NodeReport = WithoutHeader<NodeMessage>;

/** A report of one type. */
export type ReportOf<T extends NodeReport['t']> = Extract<NodeReport, { readonly t: T }>;
