import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useMemo } from 'react';
import { RowStore } from '#lib/row-store.ts';
import { EmptyState } from '../empty-state.tsx';
import { PrioritySymbol } from '../priority-symbol.tsx';
import type { AlarmPriority } from '../priority-symbol.tsx';
import { SearchField } from '../search-field.tsx';
import type { TableColumn } from './columns.ts';
import { DataTable } from './data-table.tsx';
import { useGivenRows, useStoreRows } from './row-source.ts';
import { usePagedRows } from './use-paged-rows.ts';
import type { PageRequest } from './use-paged-rows.ts';

interface Alarm {
  id: string;
  priority: AlarmPriority;
  state: 'UNACK' | 'ACK' | 'RTNUN' | 'SHELVED';
  time: string;
  tag: string;
  message: string;
  site: string;
  value: number;
  owner: string | null;
}

const states = ['ACK', 'RTNUN', 'ACK', 'UNACK', 'ACK', 'SHELVED'] as const;
const messages = [
  '배터리 전압 낮음',
  'ドア開放',
  'Firmware mismatch',
  '非常停止',
  '통신 끊김',
  'Obstacle blocked > 30 s',
];
const sites = ['Incheon DC-2', '福岡 天神店', '서울 강남 1호점', '大阪 梅田店', 'Nagoya Hub'];
const owners = ['M. Lee', null, 'J. Kim', null, 'S. Tanaka'];

function alarm(index: number): Alarm {
  const pick = <Item,>(items: readonly Item[], salt: number): Item =>
    items[(index * salt) % items.length] as Item;
  return {
    id: `alarm-${index}`,
    priority: pick([4, 4, 3, 4, 3, 4, 2, 4, 3, 4, 1] as const, 7),
    state: pick(states, 5),
    time: new Date(Date.UTC(2026, 10, 20, 2, 0, 0) - index * 37_000)
      .toISOString()
      .slice(5, 19)
      .replace('T', ' '),
    tag: `V${100 + ((index * 37) % 900)}.${pick(['OBS', 'BAT', 'MTR', 'LOC', 'ESTP'], 3)}`,
    message: pick(messages, 11),
    site: pick(sites, 3),
    value: Math.round(((index * 7919) % 1000) + 3) / 10,
    owner: pick(owners, 2),
  };
}

const columns: readonly TableColumn<Alarm>[] = [
  {
    id: 'priority',
    header: 'Priority',
    symbol: '!',
    width: 48,
    alwaysShown: true,
    value: (row) => row.priority,
    cell: (row) => (
      <PrioritySymbol
        priority={row.priority}
        look={row.state === 'RTNUN' || row.state === 'SHELVED' ? 'outline' : 'filled'}
      />
    ),
  },
  { id: 'state', header: 'State', width: 90, value: (row) => row.state },
  { id: 'time', header: 'Time', width: 130, value: (row) => row.time },
  { id: 'tag', header: 'Tag', width: 110, value: (row) => row.tag },
  {
    id: 'message',
    header: 'Message',
    width: 260,
    grow: true,
    value: (row) => row.message,
    filter: <SearchField label="Message contains" />,
    filtered: true,
  },
  { id: 'site', header: 'Site', width: 150, value: (row) => row.site },
  { id: 'value', header: 'Value', width: 80, align: 'end', value: (row) => row.value },
  { id: 'owner', header: 'Owner', width: 110, value: (row) => row.owner },
];

const rowId = (row: Alarm): string => row.id;
const toneOf = (row: Alarm) =>
  row.state === 'UNACK' ? 'strong' : row.state === 'SHELVED' ? 'muted' : undefined;
const rows = Array.from({ length: 2_000 }, (_, index) => alarm(index));

const common = { label: 'Alarms', columns, rowId, toneOf } as const;

function Given({ of }: { readonly of: readonly Alarm[] | undefined }) {
  return <DataTable id="story.given" {...common} source={useGivenRows(of)} empty={nothing} />;
}

const nothing = (
  <EmptyState
    title="No alarms are standing"
    hint="Alarms appear here when a monitor or a device raises one. Check System › Monitors if you expected some."
  />
);

function Failing() {
  const failed = useMemo(
    () => ({ error: { data: { incident: 'INC-7K2M-04' } }, retry: () => undefined }),
    [],
  );
  return (
    <DataTable id="story.failing" {...common} source={useGivenRows<Alarm>(undefined, failed)} />
  );
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resume) => {
    setTimeout(resume, milliseconds);
  });

async function loadPage({ cursor }: PageRequest) {
  await pause(300);
  const start = Number(cursor ?? 0);
  const more = Array.from({ length: 100 }, (_, index) => alarm(start + index));
  return {
    rows: more,
    nextCursor: start + 100 < 1_000_000 ? String(start + 100) : null,
    total: 1_000_000,
  };
}

function Paged() {
  const source = usePagedRows({ queryKey: ['story', 'paged'], loadPage });
  return <DataTable id="story.paged" {...common} source={source} />;
}

/** 100,000 rows of which 200 change each second. */
function Live() {
  const store = useMemo(() => {
    const made = new RowStore<Alarm>({ idOf: rowId });
    made.replaceAll(Array.from({ length: 100_000 }, (_, index) => alarm(index)));
    return made;
  }, []);
  useEffect(() => {
    let tick = 0;
    const timer = setInterval(() => {
      tick += 1;
      store.upsert(
        Array.from({ length: 10 }, (_, at) => {
          const index = (tick * 13 + at * 7) % 60;
          return { ...alarm(index), value: Math.round(((tick * 31 + index * 17) % 1000) + 3) / 10 };
        }),
      );
    }, 50);
    return () => clearInterval(timer);
  }, [store]);
  return <DataTable id="story.live" {...common} source={useStoreRows(store)} />;
}

const meta: Meta = { title: 'Data table', parameters: { bare: true } };
export default meta;

export const TwoThousandRows: StoryObj = { render: () => <Given of={rows} /> };
export const Empty: StoryObj = { render: () => <Given of={[]} /> };
export const Loading: StoryObj = { render: () => <Given of={undefined} /> };
export const Failed: StoryObj = { render: () => <Failing /> };
export const PagedByTheServer: StoryObj = { render: () => <Paged /> };
export const LiveRows: StoryObj = { render: () => <Live /> };
