import type { KnipConfig } from 'knip';

/** Style sheets name packages in their imports, such as fonts. */
const importsOfCss = (text: string): string =>
  [...text.matchAll(/@import\s+'([^']+)'/g)].map(([, path]) => `import '${path}';`).join('\n');

const config: KnipConfig = {
  entry: [
    'scripts/*.ts',
    'src/main/{index,server}.ts',
    'src/simulators/index.ts',
    'test/bench/*.ts',
    'test/support/*-{child,process}.ts',
    // Loaded by its own launcher, by path.
    'test/electron-stand-in/{boot,register}.ts',
    'test/electron-stand-in/page/*.ts',
    'test/electron-stand-in/fixture/*',
  ],
  project: ['src/**', 'scripts/**', 'test/**', '.storybook/**', 'electron-builder.config.ts'],
  // A type in the signature of an exported function is for its callers, whether one names it or not.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreIssues: {
    // Schemas are what the contract consists of; most are used inside it alone.
    'src/contract/**': ['exports', 'types'],
    'src/main/platform/database/schema.generated.ts': ['types'],
  },
  // Run by path (`tool('oxlint')`), and the part of it that knows types.
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint'],
  // Of the operating system; who calls them says what is missing.
  ignoreBinaries: ['apt-get', 'psql', 'socat'],
  compilers: { css: importsOfCss },
};

export default config;
