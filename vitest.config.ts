import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const node = { environment: 'node' as const, pool: 'forks' as const };

export default defineConfig({
  test: {
    // Files mostly wait for the database: two at once keep even two cores busy.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          // Style sheets are blank in tests unless named; the contrast of the tokens is tested.
          css: { include: [/tokens\.css/] },
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'database',
          include: [
            'test/database/**/*.test.ts',
            'test/contract/**/*.test.ts',
            'test/scenarios/**/*.test.ts',
          ],
          globalSetup: ['test/support/postgres-server.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'desktop-stand-in',
          include: ['test/electron-stand-in/**/*.test.ts', 'test/desktop/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
