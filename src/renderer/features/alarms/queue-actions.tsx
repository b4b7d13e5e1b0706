import { memo } from 'react';
import { Check, Ellipsis, MessageSquarePlus, TimerOff, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCan } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu, MenuItem } from '#ui/menu.tsx';
import type { QueueCommands } from './use-queue-commands.ts';

/** What {@link QueueActions} take. */
interface QueueActionsProps {
  readonly commands: QueueCommands;
  /** There is room for a button each; else the less urgent ones are in the menu. */
  readonly roomy: boolean;
}

/** What may be done with the chosen alarms, each by one key and by a button or in the menu. */
export const QueueActions = memo((props: QueueActionsProps) =>
  useCan('alarm:acknowledge') ? <Actions {...props} /> : null,
);

function Actions({ commands, roomy }: QueueActionsProps) {
  const { t } = useTranslation('alarmActions');
  const { ask, chosenCount, waitingCount, busy } = commands;
  const none = chosenCount === 0;
  const latched = commands.chosen.some(({ state }) => state.startsWith('latched'));
  const keys = [
    ['A', t(($) => $.acknowledge.hint), commands.acknowledge, waitingCount > 0],
    ['S', t(($) => $.shelve.hint), () => ask('shelve'), !none],
    ['M', t(($) => $.assign.hint), commands.assign, !none],
    ['C', t(($) => $.comment.hint), () => ask('comment'), !none],
    ['R', t(($) => $.reset.hint), commands.reset, latched],
  ] as const;
  return (
    <>
      {keys.map(([key, hint, run, enabled]) => (
        <Key key={key} keys={key} hint={hint} run={run} enabled={enabled} />
      ))}
      <Button
        variant="primary"
        icon={<Check aria-hidden />}
        shortcut="A"
        busy={busy}
        isDisabled={waitingCount === 0}
        onPress={commands.acknowledge}
      >
        {t(($) => $.acknowledge.action)}
        {waitingCount > 1 && ` (${waitingCount})`}
      </Button>
      <Button
        icon={<TimerOff aria-hidden />}
        shortcut="S"
        isDisabled={none}
        onPress={() => ask('shelve')}
      >
        {t(($) => $.shelve.action)}
      </Button>
      {roomy && (
        <>
          <Button
            icon={<UserCheck aria-hidden />}
            shortcut="M"
            isDisabled={none}
            onPress={commands.assign}
          >
            {t(($) => $.assign.action)}
          </Button>
          <Button
            icon={<MessageSquarePlus aria-hidden />}
            shortcut="C"
            isDisabled={none}
            onPress={() => ask('comment')}
          >
            {t(($) => $.comment.action)}
          </Button>
        </>
      )}
      <Menu
        trigger={
          <IconButton label={t(($) => $.more)} variant="framed" isDisabled={none}>
            <Ellipsis />
          </IconButton>
        }
      >
        {!roomy && (
          <>
            <MenuItem
              label={t(($) => $.assign.action)}
              icon={<UserCheck aria-hidden />}
              shortcut="M"
              onAction={commands.assign}
            />
            <MenuItem
              label={t(($) => $.comment.action)}
              icon={<MessageSquarePlus aria-hidden />}
              shortcut="C"
              onAction={() => ask('comment')}
            />
          </>
        )}
        <MenuItem
          label={t(($) => $.reset.action)}
          shortcut="R"
          isDisabled={!latched}
          onAction={commands.reset}
        />
        <MenuItem
          label={t(($) => $.outOfService.action)}
          isDisabled={chosenCount !== 1}
          onAction={() => ask('outOfService')}
        />
      </Menu>
    </>
  );
}

interface KeyProps {
  readonly keys: string;
  readonly hint: string;
  readonly run: () => void;
  readonly enabled: boolean;
}

function Key({ keys, hint, run, enabled }: KeyProps) {
  useShortcut(keys, hint, run, { enabled });
  return null;
}
