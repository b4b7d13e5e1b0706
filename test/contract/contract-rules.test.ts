import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '#contract/index.ts';
import { permissions } from '#contract/permissions.ts';
import { authLevels, type ProcedureMeta, procedure } from '#contract/procedure.ts';
import { sampleContract } from './support/sample-contract.ts';

/** Every procedure below `part`, by its path. */
function proceduresOf(part: object, path = ''): (readonly [string, AnyContractProcedure])[] {
  if (isContractProcedure(part)) return [[path, part]];
  return Object.entries(part).flatMap(([key, value]) =>
    proceduresOf(value as object, path ? `${path}.${key}` : key),
  );
}

interface SchemaDef {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly [part: string]: unknown;
}

/** Paths of objects in a schema that let unknown keys pass. */
function looseObjects(schema: unknown, path = '', seen = new Set<unknown>()): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => looseObjects(one, path, seen));
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return [];
  seen.add(schema);
  const def = schema.def as unknown as SchemaDef;
  if (def.type === 'object') {
    const closed = (def.catchall?.def as SchemaDef | undefined)?.type === 'never';
    const inner = Object.entries(def.shape ?? {}).flatMap(([key, value]) =>
      looseObjects(value, `${path}.${key}`, seen),
    );
    return closed ? inner : [path || '(input)', ...inner];
  }
  return Object.values(def).flatMap((part) => looseObjects(part, path, seen));
}

const all = proceduresOf(contract);

describe('the contract', () => {
  it('has procedures to look at', () => {
    expect(all.length).toBeGreaterThan(20);
  });

  it.each(all)('%s declares who may call it', (_, { '~orpc': { meta } }) => {
    const { permission, level, whileLocked } = meta as ProcedureMeta;
    expect([...permissions, 'signed-in', 'public', 'token']).toContain(permission);
    expect(authLevels).toContain(level);
    expect(whileLocked).toBeTypeOf('boolean');
  });

  it.each(all)(
    '%s has a path of its own only if it is for API tokens, and then a scope',
    (_, one) => {
      const { meta, route } = one['~orpc'];
      const { permission, scope } = meta as ProcedureMeta;
      expect([route.path !== undefined, scope !== undefined]).toEqual(
        permission === 'token' ? [true, true] : [false, false],
      );
    },
  );

  it('opens to wall displays exactly what a wall shows, and nothing that changes anything', () => {
    const open = all.flatMap(([path, one]) => {
      const { display, permission } = one['~orpc'].meta as ProcedureMeta;
      return display ? [`${path}: ${permission}`] : [];
    });
    expect(open.toSorted()).toEqual([
      'alarms.live: alarm:read',
      'alarms.summary: alarm:read',
      'identity.session.watch: public',
      'operations.changes: signed-in',
      'setUp.watch: public',
      'shopfloor.areas.list: machine:read',
    ]);
  });

  it.each(all)('%s takes no unknown keys', (_, { '~orpc': { inputSchema } }) => {
    expect(looseObjects(inputSchema)).toEqual([]);
  });

  it.each(all)('%s declares what it answers', (_, { '~orpc': { outputSchema } }) => {
    expect(outputSchema).toBeDefined();
  });
});

describe('the walk', () => {
  it('finds an object that is open, however deep it hides', () => {
    const hidden = z.strictObject({
      list: z.array(z.union([z.string(), z.strictObject({ a: z.object({}).optional() })])),
    });
    expect(looseObjects(procedure('public').input(hidden)['~orpc'].inputSchema)).toEqual([
      '.list.a',
    ]);
    expect(looseObjects(z.object({}))).toEqual(['(input)']);
    expect(looseObjects(z.looseObject({}).default({}))).toEqual(['(input)']);
  });

  it('reaches every procedure', () => {
    expect(proceduresOf(sampleContract).map(([path]) => path)).toContain('fail.declared');
  });
});
