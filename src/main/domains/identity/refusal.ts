/** What each refusal tells besides its code; the contract's errors of the same names. */
export interface RefusalData {
  SIGN_IN_REFUSED: undefined;
  THROTTLED: { readonly retryAfterSeconds: number };
  UNAUTHENTICATED: undefined;
  FORBIDDEN: { readonly permission: string };
  WEAK_PASSWORD: {
    readonly reason: 'too-short' | 'too-long' | 'common' | 'contains-name' | 'unchanged';
    readonly minimumLength: number;
  };
  WEAK_PIN: { readonly reason: 'repeated' | 'sequence' };
  ALREADY_SET_UP: undefined;
  NOT_FOUND: { readonly what: string; readonly id: string };
  CONFLICT: { readonly what: string; readonly id: string; readonly version: number };
  DUPLICATE: { readonly field: string };
  LAST_ADMINISTRATOR: undefined;
  PROTECTED_ROLE: { readonly role: string };
  ROLE_IN_USE: { readonly users: number };
  DEPARTMENT_CYCLE: undefined;
  DEPARTMENT_IN_USE: { readonly departments: number; readonly members: number };
  READINGS_DIFFER: undefined;
  READING_EXPIRED: undefined;
  RANDOM_UID: undefined;
  UNREADABLE_UID: undefined;
  BADGE_TAKEN: { readonly fullName: string };
  BADGE_RETIRED: undefined;
  ENDPOINT_TAKEN: { readonly reader: string };
}

/** Name of a refusal, as the contract writes it. */
export type RefusalCode = keyof RefusalData;

/** Identity says no, for a reason that the person is told. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly data: RefusalData[Code];

  constructor(code: Code, data: RefusalData[Code]) {
    super(`Identity refused: ${code}.`);
    this.code = code;
    this.data = data;
  }
}

type WithoutData = {
  [Code in RefusalCode]: RefusalData[Code] extends undefined ? Code : never;
}[RefusalCode];

/** A refusal to throw. */
export function refusal<Code extends WithoutData>(code: Code): Refusal<Code>;
export function refusal<Code extends RefusalCode>(
  code: Code,
  data: RefusalData[Code],
): Refusal<Code>;
export function refusal(code: RefusalCode, data?: RefusalData[RefusalCode]): Refusal {
  return new Refusal(code, data);
}

type ErrorMaker = (options: { readonly data: unknown }) => Error;

/**
 * Runs a handler's work and turns a refusal into the contract's error of the same name. One that
 * the procedure does not declare stays what it is and becomes an incident.
 */
export async function answering<T>(errors: object, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const make = (errors as Readonly<Record<string, ErrorMaker | undefined>>)[error.code];
    throw make ? make({ data: error.data }) : error;
  }
}
