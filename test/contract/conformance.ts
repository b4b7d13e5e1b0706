import { afterAll, beforeAll, describe } from 'vitest';
import { describeCalls } from './conformance-calls.ts';
import { describeDisplays } from './conformance-displays.ts';
import { describeErrors } from './conformance-errors.ts';
import { describeForged } from './conformance-forged.ts';
import { describeMatrix } from './conformance-matrix.ts';
import { describeStreams } from './conformance-streams.ts';
import { type Harness, type Served, serveSample, type Subject } from './support/harness.ts';

/** What every transport must do, said once. `open` serves a sample over the transport under test. */
export function describeConformance(
  transport: string,
  open: (served: Served) => Harness | Promise<Harness>,
): void {
  describe(`over ${transport}`, () => {
    const served = serveSample();
    let harness: Harness;
    const subject: Subject = { ...served, harness: () => harness };
    beforeAll(async () => {
      harness = await open(served);
    });
    afterAll(() => harness[Symbol.asyncDispose]());
    describeCalls(subject);
    describeErrors(subject);
    describeStreams(subject);
    describeForged(subject);
    describeMatrix(subject);
    describeDisplays(subject);
  });
}
