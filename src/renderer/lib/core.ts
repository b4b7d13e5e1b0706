import { ORPCError } from '@orpc/client';
import type { contract } from '#contract/index.ts';
import { connect } from './connection/connection.ts';
import { serverOriginOf, transportOf } from './connection/console-transport.ts';

/** The console's one connection to its core; it connects when this module is loaded. */
export const connection = connect<typeof contract>(transportOf(window));

/** Where other browsers open this server; null on the desktop. */
export const serverOrigin = serverOriginOf(window);

/** Every procedure of the contract as a function. */
export const { client, orpc } = connection;

/** Makes a sign-in outlast the page; call it with the `handover` of the answer. */
export const handOver = (code: string): Promise<void> => connection.adopt(code);

/** Whether the core itself answered with an error; `code` and `data` are those of the contract. */
export function isCoreError(error: unknown): error is ORPCError<string, unknown> {
  return error instanceof ORPCError;
}
