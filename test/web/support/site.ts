import { test as base, type Browser, expect, type Page } from '@playwright/test';
import { type ConsoleClient, openConsole, openConsoleAs } from '#test/support/console-client.ts';
import {
  addAdministrator,
  administrator,
  chooseEmbedded,
  fillSite,
  type LiveSite,
  untilDevicesAreUp,
} from '#test/support/live-site.ts';
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts';
import {
  type SimulatorsProcess,
  startSimulatorsProcess,
} from '#test/support/simulators-process.ts';

/** Somebody who signs in by name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The program as people have it: server, database, devices and a filled site. */
export interface WholeSite extends LiveSite {
  readonly server: ServerProcess;
  readonly devices: SimulatorsProcess;
  /** A colleague of the administrator with a password of their own. */
  readonly supervisor: Credentials & { readonly userId: string; readonly fullName: string };
}

const MACHINES = 3;

const supervisorOfSite = {
  username: 'noah.brandt',
  fullName: 'Noah Brandt',
  password: 'orange kettle whistles',
} as const;

async function addSupervisor({ client }: ConsoleClient, url: string): Promise<string> {
  const { username, fullName, password } = supervisorOfSite;
  const roles = await client.identity.roles.list();
  const roleIds = roles.filter(({ name }) => name === 'shop supervisor').map(({ id }) => id);
  const made = await client.identity.users.create({ username, fullName, roleIds });
  const scope = { scopeType: 'area', scopeId: null, permissionLevel: 'manage' } as const;
  const { version } = await client.identity.users.get({ id: made.id });
  await client.identity.users.setScopes({ id: made.id, version, scopes: [scope] });
  using own = openConsole(url);
  const { session } = own.client.identity;
  await session.signIn({ username, password: made.oneTimePassword });
  await session.completePasswordChange({ newPassword: password });
  return made.id;
}

async function useWholeSite(use: (site: WholeSite) => Promise<void>): Promise<void> {
  await using server = await startServerProcess();
  await using devices = await startSimulatorsProcess(MACHINES);
  await chooseEmbedded(server);
  let site: LiveSite;
  let userId: string;
  {
    using console = openConsole(server.url);
    await addAdministrator(console);
    site = await fillSite(console, devices);
    userId = await addSupervisor(console, server.url);
  }
  await untilDevicesAreUp(devices);
  await use({ ...site, server, devices, supervisor: { ...supervisorOfSite, userId } });
}

/** Playwright's `test` with the whole program, started once for the run. */
export const test = base.extend<object, { site: WholeSite }>({
  site: [
    async ({ browserName: _any }, use) => useWholeSite(use),
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** The form of the sign-in screen. */
export function signInForm(page: Page) {
  const form = page.getByRole('tabpanel');
  return {
    username: form.getByRole('textbox', { name: 'User name or e-mail' }),
    password: form.getByLabel('Password', { exact: true }),
    submit: form.getByRole('button', { name: 'Sign in' }),
  };
}

/** Fills in the sign-in screen and sends it. */
export async function sendSignIn(page: Page, { username, password }: Credentials): Promise<void> {
  const form = signInForm(page);
  await form.username.fill(username);
  await form.password.fill(password);
  await form.submit.click();
}

/** The navigation, which is there as soon as somebody is signed in. */
export const navigation = (page: Page) => page.getByRole('navigation', { name: 'Screens' });

/** Signs in on a page, and waits for the console. */
export async function signIn(
  page: Page,
  { server }: WholeSite,
  person: Credentials = administrator,
): Promise<void> {
  await page.goto(server.url);
  await sendSignIn(page, person);
  await expect(navigation(page)).toBeVisible();
}

/** A browser of its own, as on another desk, signed in and at a screen. */
export async function openDesk(
  browser: Browser,
  site: WholeSite,
  screen: string,
  person: Credentials = administrator,
): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, site, person);
  await page.goto(`${site.server.url}/#${screen}`);
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** The tile of a machine on the machines screen. */
export function machineTile(page: Page, code: string) {
  return page.getByRole('main').getByRole('button', { name: new RegExp(code, 'u') });
}

/** Opens a console of the administrator without a screen, for arranging. */
export const arranging = ({ server }: WholeSite): Promise<ConsoleClient> =>
  openConsoleAs(server.url, administrator);
