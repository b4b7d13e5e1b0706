import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { electronBinary, onRealElectron, projectRoot } from './electron-binary.ts';

/** Who administers the site of these tests. */
const administrator = {
  fullName: 'Ada Admin',
  username: 'ada',
  password: 'a quiet harbour at dawn',
} as const;

/** The application with its first window. */
export interface DesktopApp extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** Chromium's sandbox does not run as root; the key chain of a test machine is no key chain. */
const realSwitches = onRealElectron
  ? [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--password-store=basic']
  : [];

/** Starts the built application without waiting for a window. */
export function launch(folder: string): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electronBinary,
    cwd: projectRoot,
    args: [...realSwitches, 'out/main/index.js', '--data', folder],
  });
}

/** Starts the built application on a data folder. */
export async function startDesktop(folder: string): Promise<DesktopApp> {
  const app = await launch(folder);
  const page = await app.firstWindow();
  return { app, page, [Symbol.asyncDispose]: () => app.close() };
}

/** Waits until the console of somebody who is signed in is there. */
export async function expectConsole(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible({ timeout: 30_000 });
}

/** Signs the administrator in. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User name or e-mail').fill(administrator.username);
  await page.getByRole('textbox', { name: /^Password/ }).fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectConsole(page);
}

/** Leads a new data folder from the set-up assistant to a console. */
export async function setUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Full name').fill(administrator.fullName, { timeout: 80_000 });
  await page.getByLabel('User name').fill(administrator.username);
  await page.getByRole('textbox', { name: /^Password/ }).fill(administrator.password);
  await page.getByRole('button', { name: 'Make the administrator and sign in' }).click();
  await expectConsole(page);
}
