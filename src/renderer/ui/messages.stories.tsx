import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { Badge } from './badge.tsx';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { ConfirmWithReason } from './confirm-with-reason.tsx';
import { Dialog } from './dialog.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { PrioritySymbol } from './priority-symbol.tsx';
import type { AlarmPriority } from './priority-symbol.tsx';
import { Progress } from './progress.tsx';
import { Skeleton } from './skeleton.tsx';
import { StatusBadge } from './status-badge.tsx';
import { StoryRow } from './story-row.tsx';
import { toast } from './toast-queue.ts';

const meta: Meta = { title: 'Messages and states' };
export default meta;

const priorities: readonly AlarmPriority[] = [1, 2, 3, 4];

export const Symbols: StoryObj = {
  render: () => (
    <>
      <StoryRow>
        {priorities.map((priority) => (
          <span key={priority}>
            <PrioritySymbol priority={priority} /> <strong>{priority * 13}</strong>
          </span>
        ))}
        {priorities.map((priority) => (
          <PrioritySymbol key={priority} priority={priority} look="outline" />
        ))}
        <PrioritySymbol priority={1} blinking />
      </StoryRow>
      <StoryRow>
        <StatusBadge tone="normal">Free</StatusBadge>
        <StatusBadge tone="active" letter="R">
          In use
        </StatusBadge>
        <StatusBadge tone="off">Disabled</StatusBadge>
        <StatusBadge tone="notice" letter="U">
          Updating
        </StatusBadge>
        <StatusBadge tone="warning" letter="W">
          To check
        </StatusBadge>
        <StatusBadge tone="fault" letter="E">
          Emergency stop
        </StatusBadge>
        <StatusBadge tone="unknown" letter="?">
          No contact
        </StatusBadge>
        <Badge>v2.4.1</Badge>
        <Badge look="strong">new</Badge>
      </StoryRow>
    </>
  ),
};

export const Banners: StoryObj = {
  render: () => (
    <div style={{ display: 'grid', gap: 12, maxWidth: 760 }}>
      <Banner
        tone="info"
        title="A new version is ready."
        action={<Button size="small">Restart now</Button>}
      />
      <Banner tone="success">12 rows were imported.</Banner>
      <Banner tone="warning" title="The line is slow." onDismiss={() => undefined}>
        Values are up to 8 seconds old.
      </Banner>
      <Banner
        tone="error"
        title="The database cannot be reached."
        action={<Button size="small">Try again</Button>}
      >
        Nothing was changed. What you entered is kept.
      </Banner>
      <Progress label="Roll-out of firmware 2.4.1" value={37} onCancel={() => undefined} />
      <Progress label="Counting rows" />
      <Card title="Loading">
        <Skeleton lines={4} />
      </Card>
    </div>
  ),
};

export const States: StoryObj = {
  render: () => (
    <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 }}>
      <Card>
        <EmptyState
          title="No machines in this area"
          hint="Add one, or let its node say hello: it then appears under Nodes › Unknown."
          action={<Button variant="primary">Add machine</Button>}
        />
      </Card>
      <Card>
        <ErrorState
          title="The session could not be ended."
          kept="The machine keeps running; nothing was changed."
          advice="Try again, or end it at the machine with the badge."
          incident="INC-7K2M-04"
          onRetry={() => undefined}
        />
      </Card>
    </div>
  ),
};

export const Toasts: StoryObj = {
  render: () => (
    <StoryRow>
      <Button onPress={() => toast({ tone: 'success', title: 'Saved' })}>Success</Button>
      <Button
        onPress={() =>
          toast({
            tone: 'info',
            title: 'Alarm shelved',
            text: 'V524.BAT, until 12:30',
            action: { label: 'Undo', run: () => undefined },
          })
        }
      >
        With undo
      </Button>
      <Button
        onPress={() => toast({ tone: 'error', title: 'Not sent', text: 'The node is offline.' })}
      >
        Error
      </Button>
    </StoryRow>
  ),
  play: async ({ canvas, userEvent }) => {
    for (const button of canvas.getAllByRole('button')) await userEvent.click(button);
  },
};

export const OpenDialog: StoryObj = {
  render: () => (
    <Dialog
      open
      onClose={() => undefined}
      title="Assign mission"
      footer={
        <>
          <Button>Cancel</Button>
          <Button variant="primary">Assign</Button>
        </>
      }
    >
      Vehicle 12 is the nearest with enough battery.
    </Dialog>
  ),
};

function Asking() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <Button variant="danger" onPress={() => setOpen(true)}>
        End session
      </Button>
      <ConfirmWithReason
        open={open}
        onClose={() => setOpen(false)}
        title="End the session on Press 3?"
        harm="The machine stops at once. M. Lee is in the middle of a run and loses the unfinished part."
        confirmLabel="End session"
        typed="PR-3"
        onConfirm={() => Promise.reject(new Error('The node did not answer. The session goes on.'))}
      />
    </>
  );
}

export const Confirming: StoryObj = { render: () => <Asking /> };
