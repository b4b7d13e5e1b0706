import { describe, expect, it } from 'vitest';
import { sharedBuffers } from './settings.ts';

const GiB = 2 ** 30;

describe("the server's cache", () => {
  it.each([
    [0.25, 64],
    [4, 512],
    [64, 1024],
  ])('on a machine with %d GiB is %i MiB', (machine, cache) => {
    expect(sharedBuffers(machine * GiB) / 2 ** 20).toBe(cache);
  });
});
