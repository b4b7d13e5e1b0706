import type { ReactNode } from 'react';

/** Parts side by side in a story. */
export function StoryRow({ children }: { readonly children: ReactNode }) {
  return (
    <div
      style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12, marginBottom: 16 }}
    >
      {children}
    </div>
  );
}
