import { readFile } from 'node:fs/promises';
import { nodeTypes } from '#platform/serial/node-protocol.ts';
import { z } from 'zod';
import { simulatedReaders } from './reader-protocols.ts';

const deviceFields = {
  /** Address to listen on; this machine only, unless given. */
  host: z.string().min(1).default('127.0.0.1'),
  /** TCP port to listen on; 0 takes any free one. */
  port: z.int().min(0).max(65_535),
  /** Path of a pseudo-terminal to make as well, where socat is installed. */
  pty: z.string().min(1).optional(),
};

/** A reader of a simulated site. */
const readerSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/u),
  profile: z.enum(simulatedReaders).default('rdm6300'),
  ...deviceFields,
});

/** A node of a simulated site. */
const nodeSchema = z.strictObject({
  /** `nodes.node_id`. */
  name: z.string().regex(/^[\w.-]{1,32}$/u),
  /** Machines wired to it. */
  ports: z.int().min(1).max(16).default(1),
  framing: z.enum(['line', 'cobs']).default('line'),
  type: z.enum(nodeTypes).default('machine_monitor'),
  /** Accessory terminals of each direction; more than these do not fit into a beat. */
  inputs: z.int().min(0).max(16).default(0),
  outputs: z.int().min(0).max(16).default(0),
  /** Name of an emergency stop that it shares with other nodes; one of its own unless given. */
  estop: z.string().min(1).optional(),
  ...deviceFields,
});

/** A person of a simulated site. */
const personSchema = z.strictObject({
  /** Badge number in hex. */
  badge: z.string().regex(/^([0-9A-Fa-f]{2}){4,10}$/u),
  /** Devices where the person usually works. */
  at: z.array(z.string()).min(1),
});

/** A set of devices to simulate. Names are unique over readers and nodes. */
export const siteSchema = z
  .strictObject({
    readers: z.array(readerSchema).default([]),
    nodes: z.array(nodeSchema).default([]),
    /** The people who come and go when traffic is on. */
    people: z.array(personSchema).default([]),
  })
  .refine(
    ({ readers, nodes }) =>
      new Set([...readers, ...nodes].map(({ name }) => name)).size ===
      readers.length + nodes.length,
    'two devices have the same name',
  );

/** A set of devices, checked and with defaults filled in. */
export type SiteDescription = z.infer<typeof siteSchema>;

/** The description of a site cannot be used. */
class SiteDescriptionError extends Error {
  override readonly name = 'SiteDescriptionError';
  readonly code = 'BAD_SITE_DESCRIPTION';
}

/** Reads a description from a JSON file. Rejects with {@link SiteDescriptionError}. */
export async function readSiteDescription(path: string): Promise<SiteDescription> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SiteDescriptionError(`The site description ${path} cannot be read: ${reason}`, {
      cause: error,
    });
  }
  const checked = siteSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new SiteDescriptionError(
    `The site description ${path} is not usable:\n${z.prettifyError(checked.error)}`,
  );
}

/** The site that is simulated when no description is given. */
export const exampleSite: SiteDescription = siteSchema.parse({
  readers: [{ name: 'gate', port: 7501 }],
  nodes: [{ name: 'N01', port: 7601, ports: 2 }],
});
