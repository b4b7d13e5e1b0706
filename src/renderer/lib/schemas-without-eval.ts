import { config } from 'zod';

/**
 * Keeps the schema library from asking whether it may compile code: the content security policy
 * says no, and each question is reported as a violation. Import it before anything with a schema.
 */
config({ jitless: true });
