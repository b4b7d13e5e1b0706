import { randomInt } from 'node:crypto';
import { type AnyContractProcedure, validateORPCError } from '@orpc/contract';
import { ORPCError } from '@orpc/server';
import { CommitUnknown, DatabaseReadOnly, DatabaseUnavailable } from '#platform/database/errors.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Log } from '#platform/log/log.ts';
import type { Connection } from './context.ts';

/** A failure nobody foresaw, as it is kept. Only `id` reaches the person. */
export interface Incident {
  /** What the person quotes, such as `K7QX-2M9D`. */
  readonly id: string;
  readonly at: Date;
  /** Path of the called procedure, such as `shopfloor.machines.list`. */
  readonly procedure: string;
  readonly transport: Connection['transport'];
  readonly workstation: string;
  /** Who called, or `null` before sign-in. */
  readonly userId: string | null;
  /** What was thrown. May hold row values: whoever stores it redacts it. */
  readonly error: unknown;
}

/** What turns failures into answers. */
export interface IncidentServices {
  readonly log: Log;
  readonly clock: Clock;
  /** Keeps the incident. Its own failure is logged and never reaches the caller. */
  recordIncident(incident: Incident): void | Promise<void>;
}

/** The call that failed. */
export interface FailedCall {
  readonly path: readonly string[];
  readonly procedure: AnyContractProcedure;
  readonly connection: Connection;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal | undefined;
}

const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

function incidentId(): string {
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/**
 * What may cross the wire for a failure: an error the procedure declares, the fields of an invalid
 * input, a declared state of the database, or `INCIDENT` with an id. Never a stack, a statement or
 * a value.
 */
export async function toWireError(
  error: unknown,
  call: FailedCall,
  services: IncidentServices,
): Promise<ORPCError<string, unknown>> {
  if (call.signal?.aborted) {
    return new ORPCError('CLIENT_CLOSED_REQUEST', { status: 499, message: 'The caller has gone.' });
  }
  const known = databaseError(error) ?? inputError(error) ?? error;
  if (known instanceof ORPCError) {
    const { errorMap } = call.procedure['~orpc'];
    const declared = await validateORPCError(errorMap, known);
    // Built anew, so that nothing but the declared parts travels.
    if (declared.defined) return wireError(declared);
  }
  return incidentError(error, call, services);
}

function wireError({ code, status, message, data }: ORPCError<string, unknown>) {
  return new ORPCError(code, { defined: true, status, message, data });
}

function databaseError(error: unknown): ORPCError<string, unknown> | null {
  if (error instanceof DatabaseUnavailable) return unavailable('DATABASE_UNAVAILABLE', error);
  if (error instanceof DatabaseReadOnly) return unavailable('READ_ONLY', error);
  if (error instanceof CommitUnknown) return unavailable('COMMIT_UNKNOWN', error);
  return null;
}

function unavailable(code: string, { message }: Error) {
  return new ORPCError(code, { status: 503, message });
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/** Reduces a failed validation to paths and messages; schema libraries may add what was received. */
function inputError(error: unknown): ORPCError<string, unknown> | null {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return null;
  const { issues = [] } = (error.data ?? {}) as { issues?: readonly Issue[] };
  return new ORPCError('BAD_REQUEST', {
    message: 'The input is not valid.',
    data: {
      issues: issues.map(({ message, path = [] }) => ({ message, path: path.map(segment) })),
    },
  });
}

function segment(part: PropertyKey | { readonly key: PropertyKey }): string | number {
  const key = typeof part === 'object' ? part.key : part;
  return typeof key === 'number' ? key : String(key);
}

function incidentError(error: unknown, call: FailedCall, services: IncidentServices) {
  const { connection, path } = call;
  const incident: Incident = {
    id: incidentId(),
    at: services.clock.now(),
    procedure: path.join('.'),
    transport: connection.transport,
    workstation: connection.workstation,
    userId: connection.session?.actor.userId ?? null,
    error,
  };
  services.log.error('A call failed unexpectedly', error, {
    incident: incident.id,
    procedure: incident.procedure,
    connection: connection.id,
  });
  void keep(incident, services);
  return new ORPCError('INCIDENT', {
    defined: true,
    status: 500,
    message: `Something went wrong. The failure is kept as incident ${incident.id}.`,
    data: { incident: incident.id },
  });
}

async function keep(incident: Incident, services: IncidentServices): Promise<void> {
  try {
    await services.recordIncident(incident);
  } catch (error) {
    services.log.error('An incident could not be recorded', error, { incident: incident.id });
  }
}
