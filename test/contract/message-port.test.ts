import { describeConformance } from './conformance.ts';
import { portHarness } from './support/port-harness.ts';

describeConformance('a MessagePort', portHarness);
