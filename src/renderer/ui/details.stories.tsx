import type { Meta, StoryObj } from '@storybook/react-vite';
import { Check, TriangleAlert, Wrench } from 'lucide-react';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { Description, DescriptionList } from './description-list.tsx';
import { DetailPanel } from './detail-panel.tsx';
import { FilterChips } from './filter-chips.tsx';
import { PrioritySymbol } from './priority-symbol.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Tabs } from './tabs.tsx';
import { Clock, Countdown, Duration, Time } from './time.tsx';
import { Timeline } from './timeline.tsx';

const meta: Meta = { title: 'Details', parameters: { bare: true } };
export default meta;

const now = Date.now();
const ago = (minutes: number): number => now - minutes * 60_000;

const entries = [
  {
    id: '1',
    at: ago(2),
    title: 'Acknowledged',
    actor: 'S. Tanaka',
    icon: <Check aria-hidden="true" />,
  },
  {
    id: '2',
    at: ago(9),
    title: 'Battery below 15 %',
    detail: '81.9 → limit 66.2',
    icon: <TriangleAlert aria-hidden="true" />,
  },
  {
    id: '3',
    at: ago(1_800),
    title: '정기 점검',
    actor: 'J. Kim',
    icon: <Wrench aria-hidden="true" />,
  },
];

const filters = [
  { id: 'state', name: 'State', value: 'Unacknowledged' },
  { id: 'area', name: 'Area', value: 'Dock A' },
];

function AlarmDetails() {
  return (
    <DescriptionList>
      <Description term="State">
        <StatusBadge tone="warning" letter="U">
          Unacknowledged
        </StatusBadge>
      </Description>
      <Description term="Raised">
        <Time at={ago(9)} show="both" zone />
      </Description>
      <Description term="Standing for">
        <Duration since={ago(9)} />
      </Description>
      <Description term="Shelved for">
        <Countdown until={now + 500_000} />
      </Description>
      <Description term="Site">大阪 梅田店</Description>
      <Description term="Owner" />
    </DescriptionList>
  );
}

export const Panel: StoryObj = {
  render: () => (
    <div style={{ display: 'flex', height: '100%' }}>
      <main style={{ flex: 1, padding: 16, minWidth: 0 }}>
        <Breadcrumbs
          items={[
            { label: 'Shop floor', href: '#' },
            { label: 'Press shop', href: '#' },
            { label: 'Press 3' },
          ]}
        />
        <p>
          <Clock />
        </p>
        <FilterChips chips={filters} onRemove={() => undefined} onClear={() => undefined} />
        <br />
        <Card title="Machine" actions={<Button size="small">Edit</Button>}>
          <Tabs
            label="Machine"
            items={[
              {
                id: 'history',
                label: 'History',
                count: 3,
                content: <Timeline entries={entries} />,
              },
              { id: 'data', label: 'Data', content: <AlarmDetails /> },
            ]}
          />
        </Card>
      </main>
      <DetailPanel
        id="story"
        title={
          <>
            <PrioritySymbol priority={2} /> V524.BAT
          </>
        }
        onClose={() => undefined}
        actions={
          <>
            <Button variant="primary" shortcut="A">
              Acknowledge
            </Button>
            <Button shortcut="S">Shelve…</Button>
          </>
        }
      >
        <AlarmDetails />
        <Timeline entries={entries} />
      </DetailPanel>
    </div>
  ),
};
