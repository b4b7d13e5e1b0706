import type { Meta, StoryObj } from '@storybook/react-vite';
import {
  Bell,
  Check,
  ChevronDown,
  Download,
  Ellipsis,
  Pencil,
  Power,
  RotateCw,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { Kbd } from './kbd.tsx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from './menu.tsx';
import { Popover } from './popover.tsx';
import { SearchField } from './search-field.tsx';
import { SegmentedControl } from './segmented-control.tsx';
import { StoryRow } from './story-row.tsx';
import { Switch } from './switch.tsx';
import { Toolbar, ToolbarSeparator, ToolbarSpace } from './toolbar.tsx';

const meta: Meta = { title: 'Buttons and bars' };
export default meta;

export const Buttons: StoryObj = {
  render: () => (
    <>
      <StoryRow>
        <Button variant="primary">Save</Button>
        <Button>Assign</Button>
        <Button variant="quiet">Details</Button>
        <Button variant="danger" icon={<Power aria-hidden="true" />}>
          End session
        </Button>
        <Button shortcut="A" icon={<Check aria-hidden="true" />}>
          Acknowledge
        </Button>
        <Button shortcut="Ctrl+K">Find</Button>
      </StoryRow>
      <StoryRow>
        <Button variant="primary" busy>
          Saving
        </Button>
        <Button isDisabled>Not allowed</Button>
        <Button size="small" icon={<Download aria-hidden="true" />}>
          Export
        </Button>
        <IconButton label="Reload" shortcut="R">
          <RotateCw aria-hidden="true" />
        </IconButton>
        <IconButton label="Notifications" variant="framed">
          <Bell aria-hidden="true" />
        </IconButton>
        <IconButton label="Delete" isDisabled>
          <Trash2 aria-hidden="true" />
        </IconButton>
        <Kbd keys="Ctrl+Shift+P" />
      </StoryRow>
    </>
  ),
};

function Bar() {
  const [density, setDensity] = useState<'compact' | 'touch'>('compact');
  return (
    <Toolbar label="Machines">
      <SearchField label="Search tag, message…" />
      <Menu
        selectionMode="single"
        defaultSelectedKeys={['all']}
        trigger={
          <Button>
            State <ChevronDown size={14} aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem id="all" label="All" />
        <MenuItem id="free" label="Free" />
        <MenuItem id="blocked" label="Blocked" />
      </Menu>
      <ToolbarSeparator />
      <Button shortcut="A">Acknowledge</Button>
      <Popover label="Shelve" trigger={<Button shortcut="S">Shelve…</Button>}>
        <Switch>Until it clears once</Switch>
      </Popover>
      <ToolbarSpace />
      <SegmentedControl
        label="Density"
        value={density}
        onChange={setDensity}
        options={[
          { value: 'compact', label: 'Compact' },
          { value: 'touch', label: 'Touch' },
        ]}
      />
    </Toolbar>
  );
}

export const Bars: StoryObj = { render: () => <Bar /> };

export const OpenMenu: StoryObj = {
  render: () => (
    <Menu
      trigger={
        <IconButton label="More">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuSection title="Machine">
        <MenuItem label="Edit" icon={<Pencil aria-hidden="true" />} shortcut="E" />
        <MenuItem label="Restart node" icon={<RotateCw aria-hidden="true" />} isDisabled />
      </MenuSection>
      <MenuSeparator />
      <MenuItem label="Delete…" icon={<Trash2 aria-hidden="true" />} danger />
    </Menu>
  ),
  play: async ({ canvas, userEvent }) => userEvent.click(canvas.getByRole('button')),
};
