import type { AuditFilter } from '#contract/identity/audit.ts';
import { client } from '#lib/core.ts';
import { ExportStream } from '#ui/export-stream.tsx';
import { useIdentityWords } from '../parts/use-identity-words.ts';

/** Writes what the filters let through into a CSV file; press again to stop. */
export function ExportTrail({ filter }: { readonly filter: AuditFilter }) {
  const words = useIdentityWords();
  return (
    <ExportStream
      name="audit"
      open={(signal) => client.identity.audit.export(filter, { signal })}
      describe={words}
    />
  );
}
