import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordFault, pinFault } from './password-rules.ts';

describe('passwordFault', () => {
  it.each([
    'password1234567',
    'PASSWORD!!!!!!!',
    'p4ssw0rdp4ssw0rd',
    'admin123admin123',
    'changemechangeme',
    'qwertyuiopasdfghjkl',
    'aaaaaaaaaaaaaaaaaaaa',
    '123456789012345678',
    'correcthorsebatterystaple',
  ])('refuses the common password %s', (password) => {
    expect(passwordFault(password, 15, [])).toBe('common');
  });

  it.each(['velvet tram nine oceans', '역에서 만난 고양이가 다섯 마리였다', 'Xk9#mQ2$vL7!pR4&'])(
    'accepts %s without rules of composition',
    (password) => {
      expect(passwordFault(password, 15, ['kim'])).toBeNull();
    },
  );

  it('counts characters, not bytes', () => {
    expect(passwordFault('가나다라마바사아자차카타파하', 15, [])).toBe('too-short');
    expect(passwordFault('가나다라마바사아자차카타파하거', 15, [])).toBeNull();
  });

  it('refuses the name with little around it', () => {
    expect(passwordFault('minjung.kim-2026', 15, ['minjung.kim@example.org'])).toBe(
      'contains-name',
    );
  });

  it('accepts every random password of 64 letters', () => {
    const letters = fc.string({
      minLength: 64,
      maxLength: 64,
      unit: fc.constantFrom(...'bcdfgjkpqvwxyz'.split('')),
    });
    fc.assert(
      fc.property(letters, (password) => {
        fc.pre(new Set(password).size > 8);
        expect(passwordFault(password, 15, [])).toBeNull();
      }),
    );
  });
});

describe('pinFault', () => {
  it.each([
    ['111111', 'repeated'],
    ['121212', 'repeated'],
    ['123123', 'repeated'],
    ['123456', 'sequence'],
    ['987654', 'sequence'],
    ['482915', null],
  ])('judges %s as %s', (pin, fault) => {
    expect(pinFault(pin)).toBe(fault);
  });
});
