import { sql } from 'kysely';
import type { AlarmPriority } from '#contract/alarms.ts';

/** What raised an alarm. */
export interface AlarmSource {
  /** Noun, such as `node`. */
  readonly type: string;
  readonly id: string;
}

/** Where a source is and what it is part of; rights, operator positions and grouping go by it. */
export interface AlarmPlace {
  /** Key of its area. */
  readonly area?: string | null | undefined;
  /** Its site, store or facility, as the domain writes it. */
  readonly site?: string | undefined;
  /** The operator position that answers it, where it is not that of its area or kind of source. */
  readonly position?: string | undefined;
  /** What many alarms are grouped by: a customer, a subnet, a zone, an area. */
  readonly parent?: (AlarmSource & { readonly name: string }) | undefined;
}

/** A condition that began, or happened once more. What is left out comes from the type. */
export interface Raise {
  readonly alarmType: string;
  readonly source: AlarmSource & { readonly name: string } & AlarmPlace;
  readonly priority?: AlarmPriority | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** The measured value, and the limit it was held against. */
  readonly value?: number | undefined;
  readonly limit?: number | undefined;
  /** When it happened by the source's own clock. */
  readonly sourceTime?: Date | undefined;
  /** The person it concerns. */
  readonly userId?: string | undefined;
  /** When it leaves by itself; left out, it waits for its condition or for a person. */
  readonly expiresAt?: Date | undefined;
}

/** A condition that returned to normal. */
export interface Clear {
  readonly alarmType: string;
  readonly source: AlarmSource;
  /** The measured value with which it did. */
  readonly value?: number | undefined;
}

/** What there is one open alarm of. */
export interface AlarmKey {
  readonly source_type: string;
  readonly source_id: string;
  readonly alarm_type: string;
}

/** A raise as the statements read it; what waits for an on-delay is kept in this form. */
export type GivenRaise = AlarmKey & Readonly<Record<string, unknown>>;

/** Puts a raise into the form that statements read. */
export function givenOf({ alarmType, source, ...raise }: Raise): GivenRaise {
  return {
    alarm_type: alarmType,
    source_type: source.type,
    source_id: source.id,
    source_name: source.name,
    area_id: source.area ?? null,
    site: source.site ?? null,
    position_id: source.position ?? null,
    parent_type: source.parent?.type ?? null,
    parent_key: source.parent?.id ?? null,
    parent_name: source.parent?.name ?? null,
    priority: raise.priority ?? null,
    title: raise.title ?? null,
    message: raise.message ?? null,
    details: raise.details ?? null,
    value: raise.value ?? null,
    limit_value: raise.limit ?? null,
    source_time: raise.sourceTime?.toISOString() ?? null,
    user_id: raise.userId ?? null,
    expires_at: raise.expiresAt?.toISOString() ?? null,
  };
}

/** Given raises as rows `g`, in order of `position`. */
export const raiseRows = (raises: readonly GivenRaise[]) => sql`
  jsonb_to_recordset(${JSON.stringify(raises.map((raise, position) => ({ ...raise, position })))}::jsonb) as g (
    position integer, alarm_type text, source_type text, source_id text, source_name text,
    area_id uuid, site text, position_id uuid, parent_type text, parent_key text, parent_name text,
    priority text, title text, message text, details jsonb, value double precision,
    limit_value double precision, source_time timestamptz, user_id uuid, expires_at timestamptz)`;

/** Given keys as rows `g`. */
export const keyRows = (keys: readonly Clear[]) => sql`
  jsonb_to_recordset(${JSON.stringify(
    keys.map(({ alarmType, source, value }) => ({
      alarm_type: alarmType,
      source_type: source.type,
      source_id: source.id,
      value,
    })),
  )}::jsonb) as g (alarm_type text, source_type text, source_id text, value double precision)`;

/** The key of an alarm as one text, for maps. */
export const keyOf = ({ alarm_type, source_type, source_id }: AlarmKey): string =>
  JSON.stringify([alarm_type, source_type, source_id]);

/** Those keys that are there. */
export const present = (ids: readonly (string | null)[]): string[] =>
  ids.filter((id) => id !== null);
