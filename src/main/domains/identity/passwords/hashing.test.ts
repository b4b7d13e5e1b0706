import { describe, expect, it } from 'vitest';
import { argon2Hashing } from './hashing.ts';

const cheap = { memoryCost: 1024, timeCost: 1, parallelism: 1 };
const hashing = argon2Hashing(cheap);

describe('argon2Hashing', () => {
  it('tells the right secret from a wrong one', async () => {
    const kept = await hashing.hash('velvet tram nine oceans');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$/u);
    expect(await hashing.verify(kept, 'velvet tram nine oceans')).toBe('right');
    expect(await hashing.verify(kept, 'velvet tram nine ocean')).toBe('wrong');
  });

  it('takes the same text for the same, however its accents are composed', async () => {
    const kept = await hashing.hash('caf\u00E9 at the corner');
    expect(await hashing.verify(kept, 'cafe\u0301 at the corner')).toBe('right');
  });

  it('answers wrong where there is no hash', async () => {
    expect(await hashing.verify(null, 'anything')).toBe('wrong');
  });

  it('says that it cannot check bcrypt instead of calling it wrong', async () => {
    const bcrypt = '$2b$12$LQv3c1yqBWVHxkd0LHAkCOYz6TtxMQJqhN8/Lewvfmn0ma/SlWpC.';
    expect(await hashing.verify(bcrypt, 'admin123')).toBe('unsupported');
  });

  it('finds hashes weak that cost less than the policy', async () => {
    const kept = await hashing.hash('velvet tram nine oceans');
    expect(hashing.isWeak(kept)).toBe(false);
    expect(argon2Hashing({ ...cheap, timeCost: 2 }).isWeak(kept)).toBe(true);
    expect(hashing.isWeak('$2b$12$x')).toBe(true);
  });
});
