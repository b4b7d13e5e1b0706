import {
  type MoveInCounts,
  type MoveInFinding,
  type MoveInReport,
  type MoveInTable,
  moveInTables,
} from '#contract/shopfloor/move-in.ts';

/** So many examples of each reason are kept; all are counted. */
const KEPT = { adapted: 200, rejected: 2000 } as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Counts what becomes of rows, and keeps examples of what does not fit. Its size is bounded. */
export class Findings {
  readonly #counts = new Map<MoveInTable, Mutable<MoveInCounts>>();
  readonly #reasons = new Map<string, MoveInFinding & { count: number }>();
  readonly #examples: MoveInFinding[] = [];

  of(table: MoveInTable): Mutable<MoveInCounts> {
    const known = this.#counts.get(table);
    if (known) return known;
    const none = { read: 0, moved: 0, already: 0, adapted: 0, rejected: 0 };
    const counts = { table, present: false, ...none };
    this.#counts.set(table, counts);
    return counts;
  }

  note(finding: MoveInFinding): void {
    const { table, kind, column, reason } = finding;
    const key = `${table} ${kind} ${column} ${reason}`;
    const met = this.#reasons.get(key) ?? { ...finding, count: 0 };
    this.#reasons.set(key, met);
    met.count += 1;
    if (met.count <= KEPT[kind]) this.#examples.push(finding);
  }

  report(of: {
    readonly sourceLabel: string;
    readonly zone: string;
    readonly seconds: number;
  }): MoveInReport {
    const tables = moveInTables.map((table) => ({ ...this.of(table) }));
    const reasons = [...this.#reasons.values()].map(({ id: _example, ...reason }) => reason);
    const read = tables.reduce((sum, counts) => sum + counts.read, 0);
    const passwords = reasons.find(({ reason }) => reason === 'password-unusable');
    return {
      ...of,
      tables,
      reasons,
      findings: [...this.#examples],
      peopleWithoutPassword: passwords?.count ?? 0,
      rowsPerSecond: Math.round(read / Math.max(of.seconds, 0.001)),
    };
  }
}
