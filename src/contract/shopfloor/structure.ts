import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { affectedSession } from './service-state.ts';

/** The longest file that is taken, in characters: a message in any script stays below the wire's limit. */
export const MAX_STRUCTURE_LENGTH = 300_000;

/** How the structure is written: a table for spreadsheets, or JSON for programs. The fields are the same. */
export const structureFormat = z.enum(['csv', 'json']);

/** What one record describes. */
export const structureKind = z.enum(['area', 'zone', 'node', 'machine']);

/** What is wrong with a record. */
export const structureFault = z.enum([
  /** The file cannot be read as this format; `value` says where it ends. */
  'unreadable',
  /** There is no such column. */
  'unknown-column',
  /** Not area, zone, node or machine. */
  'unknown-kind',
  /** Nothing stands where something must. */
  'required',
  /** The value is not of the form that the field has. */
  'invalid',
  /** An earlier record describes the same thing. */
  'twice',
  /** The area, zone or node is neither there nor in the file. */
  'unknown-area',
  'unknown-zone',
  'unknown-node',
  /** Another machine holds this relay of the node, or another node this address. */
  'taken',
  /** It was changed since the file was exported: `version` is older than what stands. */
  'changed',
]);

/** One thing that is wrong, and where. */
export const structureProblem = z.object({
  /** Line of the CSV file, or number of the record in JSON; both count from 1. */
  line: z.int(),
  /** Name of the column; `null` where the whole record is meant. */
  column: z.string().nullable(),
  fault: structureFault,
  /** What stands there, shortened. */
  value: z.string().nullable(),
});

/** What would become of one record, or became of it. */
export const structureChange = z.object({
  line: z.int(),
  kind: structureKind,
  code: z.string(),
  name: z.string(),
  action: z.enum(['add', 'change', 'same']),
  /** The fields that differ, as text; only with `change`. */
  fields: z.array(
    z.object({ column: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
  ),
});

const content = z.string().max(MAX_STRUCTURE_LENGTH);

/**
 * The structure as a file: areas, zones, nodes and machines with their places on the plans. Records
 * are told apart by their codes; a column that the file lacks is left alone, so that a small file
 * changes little. Nothing is ever removed.
 */
export const structure = {
  /** Everything of the areas that the person may see; an empty one of only its header is a template. */
  export: procedure('structure:manage')
    .input(z.strictObject({ format: structureFormat, template: z.boolean().default(false) }))
    .output(z.object({ text: z.string() })),
  /** What a file would do, without doing it: every problem, and every record that is new or differs. */
  check: procedure('structure:manage')
    .input(z.strictObject({ format: structureFormat, text: content }))
    .output(
      z.object({
        problems: z.array(structureProblem),
        changes: z.array(structureChange),
        /** Stands for exactly these changes; `apply` wants it. */
        digest: z.string(),
      }),
    ),
  /**
   * Does what `check` showed, in one transaction: all of it or nothing. Repeated, it changes
   * nothing. Machines need `machine:manage` and nodes `node:manage` as well.
   */
  apply: procedure('structure:manage')
    .input(z.strictObject({ format: structureFormat, text: content, digest: z.string().max(100) }))
    .errors({
      /** The structure or the file is not as it was checked. Check it again; nothing was changed. */
      STRUCTURE_CHANGED: {
        status: 409,
        message: 'The structure was changed since the file was checked.',
      },
      /** A file ends nobody's session: it takes out of service what people run. Nothing was changed. */
      SESSIONS_RUNNING: {
        status: 409,
        message: 'People run machines that the file takes out of service.',
        data: z.object({ sessions: z.array(affectedSession) }),
      },
    })
    .output(z.object({ added: z.int(), changed: z.int(), same: z.int() })),
};

/** See {@link structureProblem}. */
export type StructureProblem = z.infer<typeof structureProblem>;
/** See {@link structureChange}. */
export type StructureChange = z.infer<typeof structureChange>;
/** See {@link structureKind}. */
export type StructureKind = z.infer<typeof structureKind>;
/** See {@link structureFormat}. */
export type StructureFormat = z.infer<typeof structureFormat>;
