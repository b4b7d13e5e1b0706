import { migrate } from '#platform/database/migrations/migrate.ts';
import type { DatabaseTarget } from '#platform/database/target.ts';
import { silentLog } from '#platform/log/log.ts';

/* A program of its own that migrates, to be killed: node migrate-child.ts TARGET_JSON FOLDER */
const [target = '', folder = ''] = process.argv.slice(2);
await migrate(JSON.parse(target) as DatabaseTarget, silentLog, folder);
