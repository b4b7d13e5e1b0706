import { relative, sep } from 'node:path';
import { refusal, type Zone, zonesOf } from './zones.ts';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Context {
  readonly cwd: string;
  readonly filename: string;
  report(problem: { message: string; node: unknown }): void;
}

let zones: readonly Zone[] | undefined;

const isTest = (file: string): boolean => /\.(test|stories|spec)\.tsx?$/.test(file);

/** Reports an import that crosses a border of the folder tree. */
const importZones = {
  create(context: Context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    if (isTest(file)) return {};
    zones ??= zonesOf(context.cwd);
    const check = (node: Node): void => {
      const source = node['source'] as { value?: unknown } | null;
      if (typeof source?.value !== 'string') return;
      const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type';
      const message = refusal(context.cwd, zones ?? [], file, source.value, typeOnly);
      if (message) context.report({ message, node: source });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const isNamed = (node: unknown, name: string): boolean =>
  (node as { name?: string } | undefined)?.name === name;

/** Reports SQL built from text, and HTML built from text. */
const noInjection = {
  create(context: Context) {
    return {
      MemberExpression(node: Node) {
        const { object, property } = node as { object?: unknown; property?: unknown };
        if (isNamed(object, 'sql') && isNamed(property, 'raw')) {
          context.report({ message: 'sql.raw builds SQL from text; use sql`…${value}…`.', node });
        }
        if (isNamed(property, 'innerHTML') || isNamed(property, 'outerHTML')) {
          context.report({ message: 'Set text, not HTML.', node });
        }
      },
      JSXAttribute(node: Node) {
        if (isNamed(node['name'], 'dangerouslySetInnerHTML')) {
          context.report({ message: 'Render elements, not HTML text.', node });
        }
      },
    };
  },
};

/** Reports IPC handlers that bypass the one place where senders are checked. */
const guardedIpc = {
  create(context: Context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    if (file === 'src/main/desktop/ipc.ts' || !file.startsWith('src/')) return {};
    return {
      Identifier(node: Node) {
        if (isNamed(node, 'ipcMain')) {
          context.report({
            message: 'Register through src/main/desktop/ipc.ts, which checks the sender.',
            node,
          });
        }
      },
    };
  },
};

export default {
  meta: { name: 'signalbox' },
  rules: { 'import-zones': importZones, 'no-injection': noInjection, 'guarded-ipc': guardedIpc },
};
