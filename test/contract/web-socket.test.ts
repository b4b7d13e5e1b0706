import { describeConformance } from './conformance.ts';
import { webHarness } from './support/web-harness.ts';

describeConformance('a WebSocket', webHarness);
