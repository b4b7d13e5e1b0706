import type { Permission } from '#contract/permissions.ts';
import type { Saved } from './saved.ts';

/** The contract's errors that a save may end in, as a handler is given them. */
export interface SaveErrors {
  CONFLICT(options: { data: { what: string; id: string; version: number } }): Error;
  NOT_FOUND(options: { data: { what: string; id: string } }): Error;
  FORBIDDEN(options: { data: { permission: string } }): Error;
  DUPLICATE(options: { data: { field: string } }): Error;
}

/** What is edited here, and the permission whose scope is missing where the database refuses. */
const permissions = {
  accessory: 'node:manage',
  drill: 'node:manage',
  stop: 'alarm:acknowledge',
  area: 'structure:manage',
  zone: 'structure:manage',
  machine: 'machine:manage',
  node: 'node:manage',
  'use-settings': 'structure:manage',
  application: 'token:manage',
} as const satisfies Record<string, Permission>;

/** The saved row, or the contract's error for why there is none. `id` is empty for a new thing. */
export function unwrap<Row>(
  saved: Saved<Row>,
  errors: SaveErrors,
  what: keyof typeof permissions,
  id: string,
): Row {
  switch (saved.kind) {
    case 'saved':
      return saved.row;
    case 'conflict':
      throw errors.CONFLICT({ data: { what, id, version: saved.version } });
    case 'not-found':
      throw errors.NOT_FOUND({ data: { what, id } });
    case 'missing':
      throw errors.NOT_FOUND({ data: { what: saved.what, id: '' } });
    case 'forbidden':
      throw errors.FORBIDDEN({ data: { permission: permissions[what] } });
    case 'duplicate':
      throw errors.DUPLICATE({ data: { field: saved.field } });
  }
}
