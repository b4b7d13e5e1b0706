import { refuseUid } from '#platform/serial/badge-uid.ts';
import type { Cells } from './cells.ts';
import type { Known } from './known.ts';
import { claimOrReuse, parentOf, referenceTo, type TableMoves } from './table-move.ts';

const emailShape = /^[^@\s]+@[^@\s]+\.[^@\s.]+$/u;
const levels = ['view', 'operate', 'manage', 'admin'] as const;

/** An address that works and is nobody else's; the person is moved without it otherwise. */
function emailOf(cells: Cells, known: Known): string | null {
  const email = cells.text('email', 254);
  if (email === null || email === '') return null;
  if (!emailShape.test(email)) {
    cells.note('email', 'email-invalid');
    return null;
  }
  if (known.claim('email', email.toLowerCase()) === 'free') return email;
  cells.note('email', 'duplicate');
  return null;
}

/** What is kept of a person's badge; noted where it cannot be enrolled. */
function badgeOf(cells: Cells, known: Known) {
  const tag = cells.text('rfid_tag', 50)?.trim() ?? '';
  if (tag === '') return null;
  const uid = known.badges.uidOf(tag);
  if (uid === null || refuseUid(uid) !== null) {
    cells.note('rfid_tag', 'badge-unusable');
    return null;
  }
  const hash = known.badges.hashOf(uid);
  known.badgeOwners.set(hash, cells.id);
  const answer = known.claim('badge', hash);
  if (answer === 'free') return { hash, lastFour: uid.hex.slice(-4) };
  cells.note('rfid_tag', answer === 'taken' ? 'duplicate' : 'badge-held');
  return null;
}

/** A role that is here already allows things that nobody meant to give by moving; theirs gets a name of its own. */
function roleName(cells: Cells, known: Known): string {
  const name = cells.required('name', 64);
  const isTaken = known.here.taken.get('role')?.has(name.toLowerCase()) ?? false;
  return isTaken ? `${name} (ShopMonitor)` : name;
}

/** Roles, people and their rights in areas. */
export const peopleMoves: TableMoves = {
  roles: {
    adapt(cells, known) {
      const name = roleName(cells, known);
      const claim = { kind: 'role', value: name.toLowerCase() } as const;
      const existing = claimOrReuse(cells, known, claim, 'name', 'roles');
      if (existing === null) cells.note('name', 'role-needs-permissions');
      const description = cells.text('description', 255);
      return { existing, name, description, created_at: cells.time('created_at') };
    },
  },
  users: {
    adapt(cells, known) {
      const username = cells.required('username', 64);
      const claim = { kind: 'username', value: username.toLowerCase() } as const;
      const existing = claimOrReuse(cells, known, claim, 'username', 'users');
      const badge = badgeOf(cells, known);
      if (existing !== null) return { existing, badge };
      cells.note('password_hash', 'password-unusable');
      return {
        existing,
        badge,
        username,
        email: emailOf(cells, known),
        role_id: referenceTo(cells, known, 'role_id', 'roles'),
        status: cells.flag('active', true) ? 'active' : 'inactive',
        last_login: cells.time('last_login'),
        created_at: cells.time('created_at'),
      };
    },
    remember(cells, known) {
      const uid = known.badges.uidOf(cells.text('rfid_tag', 50)?.trim() ?? '');
      if (uid) known.badgeOwners.set(known.badges.hashOf(uid), cells.id);
    },
  },
  area_permissions: {
    adapt(cells, known) {
      const user_id = parentOf(cells, known, 'user_id', 'users');
      const area_id = parentOf(cells, known, 'area_id', 'areas');
      if (known.claim('permission', `${user_id} ${area_id}`) !== 'free') {
        return cells.reject('area_id', 'duplicate');
      }
      const permission_level = cells.oneOf('permission_level', levels, 'view');
      return { user_id, area_id, permission_level, created_at: cells.time('created_at') };
    },
  },
};
