import { type Client, escapeIdentifier } from 'pg';
import { openClient } from '#platform/database/client.ts';
import { type DatabaseTarget, maintenanceLimits } from '#platform/database/target.ts';

/** What the clock says before a test sets it. */
export const clockStart = new Date('2026-03-02T05:00:00Z');

/** The built-in functions that tell the time, as a row of a table tells it. */
const clockFunctions = ['now', 'clock_timestamp', 'transaction_timestamp', 'statement_timestamp'];

const schema = `
  create schema test_clock;
  create table test_clock.moment (at timestamptz not null);
  insert into test_clock.moment values ('${clockStart.toISOString()}');
  grant usage on schema test_clock to public;
  grant select on test_clock.moment to public;
  ${clockFunctions
    .map(
      (name) => `create function test_clock.${name}() returns timestamptz language sql stable
        parallel safe return (select at from test_clock.moment);`,
    )
    .join('\n')}
`;

/** Lets every connection from now on find the test's clock before the built-in one. */
export async function followTestClock(client: Client, database: string): Promise<void> {
  const name = escapeIdentifier(database);
  await client.query(`alter database ${name} set search_path = test_clock, pg_catalog, public`);
}

/**
 * Gives an empty database a clock of its own, so that what the migrations make tells the time by it:
 * defaults, views, functions and every statement of the program.
 */
export async function makeTestClock(superuser: DatabaseTarget): Promise<void> {
  await using connection = await openClient(superuser, 'test-clock', maintenanceLimits);
  await connection.client.query(schema);
  await followTestClock(connection.client, superuser.database);
}

/** Sets the clock of a database that was made with `ownClock`. */
export async function setDatabaseTime(admin: Client, at: Date): Promise<void> {
  await admin.query('update test_clock.moment set at = $1', [at.toISOString()]);
}
