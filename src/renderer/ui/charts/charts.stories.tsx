import type { Meta, StoryObj } from '@storybook/react-vite';
import { Card } from '../card.tsx';
import { LineChart } from './line-chart.tsx';
import { ReportChart } from './report-chart.tsx';

const meta: Meta = { title: 'Charts' };
export default meta;

const start = Date.UTC(2026, 10, 20, 1);
const times = Array.from({ length: 36_000 }, (_, at) => start + at * 100);
const wave = (period: number, height: number) =>
  times.map((_, at) =>
    at > 12_000 && at < 13_500
      ? null
      : 60 + height * Math.sin(at / period) + ((at * 7919) % 13) / 6,
  );

const data = { times, values: [wave(900, 8), wave(2_300, 14)] };
const series = [
  { label: 'Motor', unit: '°C', digits: 1 },
  { label: 'Drive', unit: '°C', digits: 1 },
];
const limits = [
  { value: 78, label: 'High', tone: 'warning' as const },
  { value: 85, label: 'High high', tone: 'fault' as const },
];

export const Line: StoryObj = {
  render: () => (
    <Card title="Temperature">
      <LineChart label="Temperature of press 3" series={series} data={data} limits={limits} />
    </Card>
  ),
};

export const NoData: StoryObj = {
  render: () => (
    <LineChart label="Temperature" series={series} data={{ times: [], values: [[], []] }} />
  ),
};

const categories = ['11/14', '11/15', '11/16', '11/17', '11/18', '11/19', '11/20'];

export const Report: StoryObj = {
  render: () => (
    <Card title="Alarms per day">
      <ReportChart
        label="Alarms per day"
        categories={categories}
        series={[
          { label: 'Raised', kind: 'bar', values: [120, 142, 98, 210, 130, 125, 88] },
          {
            label: 'Per operator and hour',
            kind: 'line',
            values: [5, 5.9, 4.1, 8.7, null, 5.2, 3.7],
          },
        ]}
      />
    </Card>
  ),
};
