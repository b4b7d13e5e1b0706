import { z } from 'zod';
import {
  type StructureFormat,
  type StructureKind,
  structureKind,
  type StructureProblem,
} from '#contract/shopfloor/structure.ts';
import { type Column, columns, columnsOf, type FieldValue, textOf, valueOf } from './columns.ts';
import { readCsv } from './csv-reader.ts';

/** One record of a file; a field that the file does not have is absent. */
export interface FileRecord {
  readonly line: number;
  readonly kind: StructureKind;
  readonly values: ReadonlyMap<string, FieldValue>;
}

/** What a file holds, and what of it cannot be read. */
export interface StructureFile {
  readonly records: readonly FileRecord[];
  readonly problems: readonly StructureProblem[];
}

/** A record before its values are looked at: texts by column. */
interface RawRecord {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

const MAX_VALUE = 60;

/** A problem with what stands there, shortened. */
export const problem = (
  line: number,
  column: string | null,
  fault: StructureProblem['fault'],
  value: string | null = null,
): StructureProblem => ({
  line,
  column,
  fault,
  value: value === null ? null : value.slice(0, MAX_VALUE),
});

const jsonFile = z.object({
  records: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

function fromJson(text: string): RawRecord[] | StructureProblem {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return problem(1, null, 'unreadable', error instanceof Error ? error.message : null);
  }
  const read = jsonFile.safeParse(parsed);
  if (!read.success)
    return problem(Number(read.error.issues[0]?.path[1] ?? 0) + 1, null, 'unreadable', 'records');
  return read.data.records.map((record, index) => ({
    line: index + 1,
    cells: new Map(Object.entries(record).map(([name, value]) => [name, textOf(value) ?? ''])),
  }));
}

function fromCsv(text: string): RawRecord[] | StructureProblem {
  const read = readCsv(text);
  if (read.kind === 'unreadable') return problem(read.line, null, 'unreadable', '"');
  const [header, ...rows] = read.records;
  const names = (header?.cells ?? []).map((name) => name.toLowerCase());
  if (!names.includes('kind')) return problem(1, 'kind', 'required');
  return rows.map(({ line, cells }) => ({
    line,
    cells: new Map(names.map((name, index) => [name, cells[index] ?? ''])),
  }));
}

const known = new Set(['kind', ...columns.map(({ name }) => name)]);

/** Headings that mean nothing, once each: a value in a wrongly named column would be lost unseen. */
function unknownColumns(records: readonly RawRecord[]): StructureProblem[] {
  const names = new Map<string, number>();
  for (const { line, cells } of records)
    for (const name of cells.keys())
      if (!known.has(name) && name !== '' && !names.has(name)) names.set(name, line);
  return [...names].map(([name, line]) => problem(line, name, 'unknown-column', name));
}

function readRecord({ line, cells }: RawRecord, problems: StructureProblem[]): FileRecord[] {
  const kind = structureKind.safeParse(cells.get('kind')?.trim().toLowerCase());
  if (!kind.success) {
    problems.push(problem(line, 'kind', 'unknown-kind', cells.get('kind') ?? null));
    return [];
  }
  const values = new Map<string, FieldValue>();
  const take = (column: Column, text: string): void => {
    const value = valueOf(column, text.trim());
    if (value === undefined) problems.push(problem(line, column.name, 'invalid', text));
    else if (value !== null || column.nullable) values.set(column.field, value);
  };
  for (const column of columnsOf(kind.data)) {
    const text = cells.get(column.name);
    if (text !== undefined) take(column, text);
  }
  return [{ line, kind: kind.data, values }];
}

/** Reads a file as far as it can be read. */
export function readStructureFile(format: StructureFormat, text: string): StructureFile {
  const raw = format === 'csv' ? fromCsv(text) : fromJson(text);
  if (!Array.isArray(raw)) return { records: [], problems: [raw] };
  const problems = unknownColumns(raw);
  return { records: raw.flatMap((record) => readRecord(record, problems)), problems };
}

/** A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection). */
const guarded = (text: string): string => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);
const cell = (text: string): string =>
  /[",\r\n;]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a record is written from: its kind, and values by field. */
export interface WrittenRecord {
  readonly kind: StructureKind;
  readonly values: Readonly<Record<string, FieldValue>>;
}

function csvLine({ kind, values }: WrittenRecord): string {
  const own = new Set(columnsOf(kind));
  const cells = columns.map((column) => {
    const value = own.has(column) ? (values[column.field] ?? null) : null;
    const text = textOf(value) ?? '';
    return cell(typeof value === 'string' ? guarded(text) : text);
  });
  return [kind, ...cells].join(',');
}

/** Writes records so that reading them again changes nothing. */
export function writeStructureFile(
  format: StructureFormat,
  records: readonly WrittenRecord[],
): string {
  if (format === 'json') {
    const plain = records.map(({ kind, values }) => ({
      kind,
      ...Object.fromEntries(
        columnsOf(kind).map(({ name, field }) => [name, values[field] ?? null]),
      ),
    }));
    return `${JSON.stringify({ records: plain }, null, 2)}\n`;
  }
  const header = ['kind', ...columns.map(({ name }) => name)].join(',');
  // Without the byte order mark spreadsheets misread Korean and Japanese.
  return `\uFEFF${[header, ...records.map(csvLine)].join('\r\n')}\r\n`;
}
