import { capture, root, tool } from './run.ts';

/** One thing that must hold, and the command that tells. */
interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const node = process.execPath;

const checks: readonly Check[] = [
  { name: 'types of main', command: [node, tool('tsc'), '-p', 'tsconfig.main.json'] },
  { name: 'types of the renderer', command: [node, tool('tsc'), '-p', 'tsconfig.renderer.json'] },
  { name: 'types of the browser tests', command: [node, tool('tsc'), '-p', 'tsconfig.e2e.json'] },
  {
    name: 'lint and import borders',
    command: [node, tool('oxlint'), '--type-aware', '--deny-warnings', 'src', 'scripts', 'test'],
  },
  { name: 'format', command: [node, tool('oxfmt'), '--check', 'src', 'scripts', 'test'] },
  { name: 'dead code and unused dependencies', command: [node, tool('knip')] },
  { name: 'licences of what is shipped', command: [node, 'scripts/check-licences.ts'] },
];

/** Runs every check side by side, prints what fails, and answers the names that failed. */
export async function check(): Promise<string[]> {
  const failed: string[] = [];
  await Promise.all(
    checks.map(async ({ name, command: [program = node, ...args] }) => {
      const { code, output } = await capture(program, args, { cwd: root });
      if (code === 0) return;
      failed.push(name);
      process.stdout.write(`\n✗ ${name}\n${output}\n`);
    }),
  );
  return failed;
}

if (import.meta.main) {
  const failed = await check();
  process.stdout.write(
    failed.length === 0 ? 'Everything checks.\n' : `Failed: ${failed.join(', ')}.\n`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}
