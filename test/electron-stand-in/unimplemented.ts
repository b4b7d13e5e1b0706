import { EventEmitter } from 'node:events';

/** Thrown when an application uses a part of Electron that the stand-in does not have. */
class NotImplementedError extends Error {
  readonly code = 'STAND_IN_NOT_IMPLEMENTED';

  constructor(member: string) {
    super(
      `The Electron stand-in has no ${member}. Add it in test/electron-stand-in, or run this test on real Electron.`,
    );
    this.name = 'NotImplementedError';
  }
}

/** Names that promises, JSON and the runtime itself look up on any object. */
const PROBED_BY_THE_RUNTIME = new Set([
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'domain',
  'inspect',
  'nodeType',
  'tagName',
  '__esModule',
  'asymmetricMatch',
]);

function refuseUnknown<T extends object>(target: T, what: string): T {
  return new Proxy(target, {
    get(known, key, receiver) {
      if (typeof key === 'string' && !(key in known) && !PROBED_BY_THE_RUNTIME.has(key)) {
        throw new NotImplementedError(`${what}.${key}`);
      }
      return Reflect.get(known, key, receiver);
    },
  });
}

/**
 * A base class for what stands in for an Electron object: an event emitter on which any member
 * that the subclass does not define throws by name, both on instances and on the class.
 */
export function standInFor(what: string): new () => EventEmitter {
  class Base extends EventEmitter {}
  Object.setPrototypeOf(Base.prototype, refuseUnknown(EventEmitter.prototype, what));
  Object.setPrototypeOf(Base, refuseUnknown(EventEmitter, what));
  return Base;
}

/**
 * Hands a stand-in to code that is typed for Electron. The claim holds at run time because the
 * missing members throw by name.
 */
export function asElectron(standIn: object): never {
  return standIn as never;
}

/** The members that a stand-in shares with Electron, apart from the overloaded event methods. */
export type Shared<Mine, Real> = Pick<Real, Exclude<keyof Mine & keyof Real, keyof EventEmitter>>;
