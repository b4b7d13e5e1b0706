import type { CompiledQuery, PluginTransformQueryArgs } from 'kysely';
import { escapeLiteral } from 'pg';
import type { Tx } from '#platform/database/database.ts';

/** A step of an executed plan. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

type Explained = { readonly 'QUERY PLAN': readonly { Plan: PlanNode }[] };

const explain = (tx: Tx, { sql, ...rest }: CompiledQuery) =>
  tx.executeQuery<Explained>({ ...rest, sql: `explain (analyze, format json) ${sql}` });

/** A parameter as SQL writes it; lists are of keys. */
function literalOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return escapeLiteral(`{${value.join(',')}}`);
  return escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Plans a statement for no value in particular, as `keepPlans` does, and runs it. */
async function explainKept(tx: Tx, statement: CompiledQuery) {
  const run = (sql: string) => tx.executeQuery<Explained>({ ...statement, sql, parameters: [] });
  const values = statement.parameters.map(literalOf);
  await run(`prepare kept as ${statement.sql}`);
  await run('set local plan_cache_mode = force_generic_plan');
  const explained = await run(`explain (analyze, format json) execute kept(${values.join(', ')})`);
  await run('deallocate kept');
  return explained;
}

/** Runs a query function, and answers the executed plans of its statements. */
export async function plansOf(
  tx: Tx,
  call: (tx: Tx) => Promise<unknown>,
  { keepPlans = false } = {},
): Promise<PlanNode[]> {
  const asked: PluginTransformQueryArgs[] = [];
  await call(
    tx.withPlugin({
      transformQuery(args) {
        asked.push(args);
        return args.node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }),
  );
  const found: PlanNode[] = [];
  for (const { node, queryId } of asked) {
    const statement = tx.getExecutor().compileQuery(node, queryId);
    const { rows } = await (keepPlans ? explainKept : explain)(tx, statement);
    found.push(...rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan))));
  }
  return found;
}

/** Indexes that a plan reads. */
export const indexesOf = (plan: readonly PlanNode[]) =>
  plan.flatMap((node) => node['Index Name'] ?? []);

/** Rows that a plan read of a table and threw away. */
export const wasted = (plan: readonly PlanNode[], table: string) =>
  plan
    .filter((node) => node['Relation Name'] === table)
    .reduce((sum, node) => sum + (node['Rows Removed by Filter'] ?? 0), 0);

/** What is wrong with a plan that should read little of `table`, by `index`. */
export function problemsOf(plan: readonly PlanNode[], table: string, index: string): string[] {
  const scans = plan.filter(
    (node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === table,
  );
  return [
    ...(indexesOf(plan).includes(index) ? [] : [`${index} is not used`]),
    ...(scans.length > 0 ? [`${table} is read whole`] : []),
    ...(wasted(plan, table) < 500 ? [] : [`${wasted(plan, table)} rows are read in vain`]),
  ];
}
