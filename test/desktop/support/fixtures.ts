import { rm } from 'node:fs/promises';
import { expect, test as base } from '@playwright/test';
import { databaseFolder } from '#test/support/database-folder.ts';
import { type DesktopApp, setUp, signIn, startDesktop } from './desktop-app.ts';

interface WorkerFixtures {
  /** A data folder with an embedded database and its first administrator. */
  readonly siteFolder: string;
}

interface Fixtures {
  /** The application on that folder, at the sign-in screen. */
  readonly desktop: DesktopApp;
  /** The same with the administrator signed in. */
  readonly signedIn: DesktopApp;
}

/** Tests of the desktop on a site that is set up once. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  siteFolder: [
    async ({ browserName: _ }, use) => {
      const folder = await databaseFolder('signalbox-desktop-');
      {
        await using first = await startDesktop(folder);
        await setUp(first.page);
      }
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  desktop: async ({ siteFolder }, use) => {
    await using started = await startDesktop(siteFolder);
    await expect(started.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await use(started);
  },
  signedIn: async ({ desktop }, use) => {
    await signIn(desktop.page);
    await use(desktop);
  },
});
