import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.ts';

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1600, height: 900 },
    trace: 'off',
    launchOptions: {
      executablePath: findChromium() ?? '',
      args: ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
  projects: [
    { name: 'web', testDir: 'test/web', testMatch: '**/*.spec.ts' },
    { name: 'desktop', testDir: 'test/desktop', testMatch: '**/*.spec.ts' },
  ],
});
