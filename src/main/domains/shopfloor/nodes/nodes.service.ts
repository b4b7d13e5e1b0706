import type { NodeFields, ShopNode } from '#contract/shopfloor/nodes.ts';
import type { AuditService } from '#domains/identity/audit/audit.service.ts';
import type {
  MadeToken,
  TokenMaker,
  TokenRequest,
} from '#domains/identity/tokens/tokens.service.ts';
import type { Database } from '#platform/database/database.ts';
import type { ActorContext } from '#platform/rpc/context.ts';
import type { Saved } from '../saved.ts';
import { editor, type Editor } from '../structure/editing.ts';
import { findNode, insertNode, updateNode } from './nodes.queries.ts';

/** Nodes as people edit them. */
export type NodeEditor = Editor<ShopNode, NodeFields>;

/** A node that reports over the network, with the token that was made for it. */
export interface EnrolledNode {
  readonly node: ShopNode;
  readonly token: MadeToken;
}

/** Adds a node and the token that it reports with, both or none. */
export type NodeEnrolment = (
  caller: ActorContext,
  wanted: {
    readonly node: NodeFields;
    readonly token: Pick<TokenRequest, 'scopes' | 'validDays'>;
  },
) => Promise<Saved<EnrolledNode>>;

/** Makes the enrolment. */
export const nodeEnrolment =
  (nodes: NodeEditor, tokens: TokenMaker): NodeEnrolment =>
  async (caller, { node: fields, token: wanted }) => {
    let token: MadeToken | null = null;
    const saved = await nodes.create(caller, fields, async (tx, node) => {
      const name = `${node.nodeId} ${node.name}`;
      const request = { ...wanted, name, nodeId: node.id, machineId: null };
      token = await tokens.createIn(tx, caller, request);
    });
    if (saved.kind !== 'saved') return saved;
    if (!token) throw new Error('A node was added without its token.');
    return { kind: 'saved', row: { node: saved.row, token } };
  };

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
