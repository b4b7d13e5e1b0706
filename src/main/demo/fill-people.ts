import type { Core } from '../core.ts';
import { type DemoConsole, demoConsole } from './demo-console.ts';
import { type DemoPerson, personas, workers } from './people.ts';

type Areas = ReadonlyMap<string, string>;

/** Makes the personas and the workers with their roles, areas, badges, passwords and PINs. */
export async function fillPeople(core: Core, console: DemoConsole, areas: Areas): Promise<void> {
  const roles = new Map((await console.identity.roles.list()).map(({ name, id }) => [name, id]));
  for (const person of [...personas, ...workers]) {
    const roleId = roles.get(person.role);
    if (!roleId) throw new Error(`The demo needs the role "${person.role}".`);
    await addPerson(core, console, person, roleId, areas);
  }
}

async function addPerson(
  core: Core,
  { identity }: DemoConsole,
  person: DemoPerson,
  roleId: string,
  areas: Areas,
): Promise<void> {
  const { username, fullName, locale, badge } = person;
  const made = await identity.users.create({ username, fullName, locale, roleIds: [roleId] });
  const scopes = scopesOf(person, areas);
  if (scopes.length > 0) {
    const { version } = await identity.users.get({ id: made.id });
    await identity.users.setScopes({ id: made.id, version, scopes });
  }
  if (badge) {
    const reading = { from: 'wedge', keys: badge } as const;
    await identity.badges.enrol({ userId: made.id, readings: [reading, reading] });
  }
  if (person.password) await firstSignIn(core, person, made.oneTimePassword, person.password);
}

function scopesOf(person: DemoPerson, areas: Areas) {
  return Object.entries(person.areas).map(([code, permissionLevel]) => ({
    scopeType: 'area' as const,
    scopeId: code === '*' ? null : (areas.get(code) ?? null),
    permissionLevel,
  }));
}

/** Replaces the one-time password, as each person must at their first sign-in, and sets the PIN. */
async function firstSignIn(
  core: Core,
  { username, pin }: DemoPerson,
  oneTimePassword: string,
  newPassword: string,
): Promise<void> {
  const { identity } = demoConsole(core);
  await identity.session.signIn({ username, password: oneTimePassword });
  await identity.session.completePasswordChange({ newPassword });
  if (pin) await identity.account.setPin({ pin });
  await identity.session.signOut();
}
