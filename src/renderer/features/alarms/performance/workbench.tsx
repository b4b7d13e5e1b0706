import { type ReactNode, useState } from 'react';
import type { BadActor } from '#contract/alarms/reports.ts';
import { WithPanel } from '#ui/with-panel.tsx';
import { actorId, BadActors, useBadActors } from './bad-actors.tsx';
import type { ActorsSpan } from './bad-actors.tsx';
import { TryPanel } from './try-panel.tsx';

/** The sources that ask for attention most, with what other delays would have made of them. */
export function Workbench({
  span,
  toolbar,
}: {
  readonly span: ActorsSpan;
  readonly toolbar: ReactNode;
}) {
  const asked = useBadActors(span, 50);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active: BadActor | undefined = asked.data?.find((row) => actorId(row) === activeId);
  return (
    <WithPanel
      panel={active && <TryPanel key={activeId} actor={active} onClose={() => setActiveId(null)} />}
    >
      {toolbar}
      <BadActors id="alarms.workbench" asked={asked} onActiveChange={setActiveId} />
    </WithPanel>
  );
}
