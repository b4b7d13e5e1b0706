import type { Database } from '#platform/database/database.ts';
import { moveInHandlers } from './move-in.handlers.ts';
import { type MoveInParts, moveInService } from './move-in.service.ts';

/** Builds what moves an existing ShopMonitor in. */
export function createMoveIn(parts: MoveInParts & { readonly database: Database }) {
  const service = moveInService(parts);
  return { service, handlers: moveInHandlers(parts.database, service) };
}
