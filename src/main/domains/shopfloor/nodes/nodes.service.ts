import type { NodeFields, ShopNode } from '#contract/shopfloor/nodes.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type { Database } from '#platform/database/database.ts';
import { editor, type Editor } from '../structure/editing.ts';
import { findNode, insertNode, updateNode } from './nodes.queries.ts';

/** Nodes as people edit them. */
export type NodeEditor = Editor<ShopNode, NodeFields>;

/** Makes the editor. */
export const nodeEditor = (database: Database, audit: AuditService): NodeEditor =>
  editor<ShopNode, NodeFields>(database, audit, {
    noun: 'node',
    constraints: {
      duplicate: { nodes_node_id_key: 'nodeId', nodes_endpoint_key: 'endpoint' },
      missing: { nodes_zone_with_area: 'zone' },
    },
    find: findNode,
    insert: insertNode,
    update: updateNode,
  });
