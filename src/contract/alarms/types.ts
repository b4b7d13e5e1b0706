import { z } from 'zod';
import { alarmPriority } from '../alarms.ts';
import { procedure, timestamp, version } from '../procedure.ts';

const text = z.string().trim().min(1).max(2000);
const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** What a person may set of an alarm type. */
export const alarmTypeFields = z.strictObject({
  title: z.string().trim().min(1).max(200),
  cause: text.nullable(),
  consequence: text.nullable(),
  operatorAction: text.nullable(),
  priority: alarmPriority,
  timeToRespondSeconds: seconds(1, 604_800).nullable(),
  noteRequired: z.boolean(),
  /** A condition that returns sooner continues its unacknowledged alarm; later it makes a new one. */
  reAlarmSeconds: seconds(0, 86_400),
  onDelaySeconds: seconds(0, 86_400),
  offDelaySeconds: seconds(0, 86_400),
  /** For measured values: the limit, its direction, and how far a value must return behind it. */
  limit: z.number().nullable(),
  limitDirection: z.enum(['high', 'low']).nullable(),
  deadband: z.number().min(0),
  unit: z.string().trim().min(1).max(20).nullable(),
  isLatching: z.boolean(),
  /** 0: may not be shelved. P1 never may. */
  maxShelveSeconds: seconds(0, 604_800),
  /** Null: as the priority says. */
  escalateSeconds: seconds(10, 86_400).nullable(),
  fleetingSeconds: seconds(0, 3600),
  chatterCount: z.int().min(2).max(100),
  chatterSeconds: seconds(10, 3600),
  /** So many alarms of one parent within the window become one with members; null: never. */
  groupSize: z.int().min(2).max(1000).nullable(),
  groupWindowSeconds: seconds(1, 3600),
  /** Only with cause, consequence, action and time to respond. */
  isEnabled: z.boolean(),
});

/** Something that may raise alarms, rationalised as ISA-18.2 asks. */
export const alarmTypeRow = z.object({
  alarmType: z.string(),
  ...alarmTypeFields.shape,
  clearedBy: z.enum(['condition', 'operator']),
  /** Alarms of it that are listed now. */
  openCount: z.int(),
  version: z.int(),
  updatedAt: timestamp,
});

/** After what time an unacknowledged alarm of a priority escalates; null: never. */
export const escalationRule = z.object({
  priority: alarmPriority,
  afterSeconds: z.int().nullable(),
  version: z.int(),
  updatedAt: timestamp,
});

/** What may raise alarms, and how. Every change is audited with what stood before. */
export const typesContract = {
  list: procedure('alarm:read').output(z.array(alarmTypeRow)),
  /** Saves what the person changed; `reason` is kept with the old and new values. */
  update: procedure('alarm:configure')
    .input(
      z.strictObject({
        alarmType: z.string().max(50),
        version,
        changes: alarmTypeFields.partial(),
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .errors({
      INCOMPLETE: {
        status: 422,
        message: 'Without cause, consequence, action and time to respond it cannot be enabled.',
      },
      INVALID_LIMIT: {
        status: 422,
        message: 'A limit needs a direction, and a direction a limit.',
      },
    })
    .output(alarmTypeRow),
  escalation: procedure('alarm:read').output(z.array(escalationRule)),
  setEscalation: procedure('alarm:configure')
    .input(
      z.strictObject({
        priority: alarmPriority,
        version,
        afterSeconds: seconds(10, 86_400).nullable(),
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(escalationRule),
};

/** See {@link alarmTypeRow}. */
export type AlarmTypeRow = z.infer<typeof alarmTypeRow>;
/** Some of the fields, as a person changed them. */
export type AlarmTypeChanges = {
  readonly [Field in keyof AlarmTypeFields]?: AlarmTypeFields[Field] | undefined;
};
/** See {@link alarmTypeFields}. */
export type AlarmTypeFields = z.infer<typeof alarmTypeFields>;
/** See {@link escalationRule}. */
export type EscalationRule = z.infer<typeof escalationRule>;
