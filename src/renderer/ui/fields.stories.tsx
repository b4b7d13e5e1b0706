import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { Checkbox } from './checkbox.tsx';
import { ComboBox } from './combo-box.tsx';
import { NumberField } from './number-field.tsx';
import { PasswordField } from './password-field.tsx';
import { RadioGroup } from './radio-group.tsx';
import { SearchField } from './search-field.tsx';
import { Select } from './select.tsx';
import { Switch } from './switch.tsx';
import { TextField } from './text-field.tsx';

const meta: Meta = { title: 'Fields' };
export default meta;

const areas = [
  { value: 'press', label: 'Press shop', note: '12 machines' },
  { value: 'weld', label: '용접 라인', note: '8 machines' },
  { value: 'paint', label: '塗装', note: '3 machines', disabled: true },
];

const modes = [
  { value: 'auto', label: 'Automatic', note: 'Takes missions by itself' },
  { value: 'manual', label: 'Manual', note: 'A person drives; the order is cleared' },
];

function AllFields() {
  const [area, setArea] = useState<string | null>(null);
  const [installer, setInstaller] = useState<string | null>('weld');
  const [mode, setMode] = useState<string | null>('auto');
  return (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 20, maxWidth: 720 }}>
      <TextField label="Name" isRequired placeholder="Press 3" description="Shown on the tile." />
      <TextField label="Code" defaultValue="PR 3" error="Use capitals, digits and hyphens only." />
      <NumberField label="Time-out" defaultValue={15} minValue={1} unit="min" />
      <PasswordField label="Password" autoComplete="current-password" defaultValue="hidden" />
      <Select
        label="Area"
        options={areas}
        value={area}
        onChange={setArea}
        placeholder="Choose an area"
      />
      <ComboBox label="Installer" options={areas} value={installer} onChange={setInstaller} />
      <TextField label="Note" rows={3} defaultValue="비상정지 후 점검 완료" />
      <RadioGroup label="Mode" options={modes} value={mode} onChange={setMode} />
      <TextField label="Serial number" isDisabled defaultValue="SN-0042" />
      <SearchField label="Search" defaultValue="V524" />
      <div>
        <Checkbox defaultSelected>Tell the shift leader</Checkbox>
        <br />
        <Checkbox isIndeterminate>All machines</Checkbox>
        <br />
        <Checkbox isDisabled>Not allowed</Checkbox>
      </div>
      <div>
        <Switch defaultSelected>Sound</Switch>
        <br />
        <Switch>Follow the newest row</Switch>
      </div>
    </div>
  );
}

export const All: StoryObj = { render: () => <AllFields /> };

export const OpenSelect: StoryObj = {
  render: () => <Select label="Area" options={areas} value="weld" onChange={() => undefined} />,
  play: async ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button')),
};
