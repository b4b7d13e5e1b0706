import { Check, SquareArrowOutUpRight } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#contract/alarms.ts';
import { client, isCoreError } from '#lib/core.ts';
import type { RowStore } from '#lib/row-store.ts';
import { useCan } from '#lib/session.ts';
import { useShortcut } from '#lib/shortcuts.ts';
import { useRow } from '#lib/use-rows.ts';
import { withProof } from '#lib/with-proof.ts';
import { Button } from '#ui/button.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { NoteDialog } from '#ui/note-dialog.tsx';
import { AlarmSymbol } from './alarm-columns.tsx';
import { AlarmFacts } from './alarm-facts.tsx';
import { AlarmJournal } from './alarm-journal.tsx';
import { AlarmMembers } from './alarm-members.tsx';
import { useAlarmWords } from './alarm-words.ts';
import { EarlierAlarms } from './detail/earlier-alarms.tsx';
import { RelatedAlarms } from './detail/related-alarms.tsx';
import { SourceCard } from './detail/source-card.tsx';
import { ValueTrend } from './detail/value-trend.tsx';
import { useOpenSource } from './use-open-source.ts';
import type { QueueCommands } from './use-queue-commands.ts';

/** What an {@link AlarmPanel} takes. */
export interface AlarmPanelProps {
  /** The alarm as the list has it; the store's is newer. */
  readonly alarm: Alarm;
  /** Of the queue; absent where history is shown. */
  readonly store?: RowStore<Alarm>;
  readonly commands?: QueueCommands;
  readonly onClose: () => void;
}

/** One alarm: what to do about it, and what is known of it. */
export const AlarmPanel = memo(({ alarm, store, commands, onClose }: AlarmPanelProps) =>
  store ? (
    <LivePanel alarm={alarm} store={store} commands={commands} onClose={onClose} />
  ) : (
    <Panel alarm={alarm} commands={commands} onClose={onClose} />
  ),
);

interface PanelProps {
  readonly alarm: Alarm;
  readonly commands: QueueCommands | undefined;
  readonly onClose: () => void;
}

function LivePanel({ store, ...props }: PanelProps & { readonly store: RowStore<Alarm> }) {
  const current = useRow(store, props.alarm.id);
  return <Panel {...props} alarm={current ?? props.alarm} />;
}

function Panel({ alarm, commands, onClose }: PanelProps) {
  const words = useAlarmWords();
  return (
    <DetailPanel
      id="alarms.alarm"
      title={
        <>
          <AlarmSymbol alarm={alarm} /> {words.title(alarm)}
        </>
      }
      onClose={onClose}
      actions={
        <>
          {commands && <Actions alarm={alarm} commands={commands} />}
          <SourceButton alarm={alarm} />
        </>
      }
    >
      <AlarmFacts alarm={alarm} />
      {alarm.isParent && <AlarmMembers parent={alarm} />}
      <SourceCard alarm={alarm} />
      {alarm.value !== null && <ValueTrend alarm={alarm} />}
      <RelatedAlarms alarm={alarm} />
      <AlarmJournal alarmId={alarm.id} />
      <EarlierAlarms alarm={alarm} />
    </DetailPanel>
  );
}

function SourceButton({ alarm }: { readonly alarm: Alarm }) {
  const { t } = useTranslation('alarmActions');
  const open = useOpenSource(alarm);
  useShortcut(
    'O',
    t(($) => $.source.hint),
    () => open?.(),
    { enabled: open !== undefined },
  );
  return (
    <Button
      icon={<SquareArrowOutUpRight aria-hidden="true" />}
      shortcut="O"
      isDisabled={open === undefined}
      {...(open && { onPress: open })}
    >
      {t(($) => $.source.action)}
    </Button>
  );
}

function Actions({ alarm, commands }: { readonly alarm: Alarm; readonly commands: QueueCommands }) {
  const { t } = useTranslation('alarms');
  const { t: actions } = useTranslation('alarmActions');
  const [closing, setClosing] = useState(false);
  const may = useCan('alarm:acknowledge');
  if (!may) return null;
  const closable = alarm.clearedBy === 'operator' && alarm.state === 'active-acked';
  return (
    <>
      <Button
        variant="primary"
        icon={<Check aria-hidden="true" />}
        isDisabled={commands.waitingCount === 0}
        busy={commands.busy}
        onPress={commands.acknowledge}
      >
        {actions(($) => $.acknowledge.action)}
      </Button>
      {closable && <Button onPress={() => setClosing(true)}>{t(($) => $.close.action)}</Button>}
      <NoteDialog
        open={closing}
        onClose={() => setClosing(false)}
        title={t(($) => $.close.title)}
        text={t(($) => $.close.text)}
        label={actions(($) => $.note)}
        confirmLabel={t(($) => $.close.confirm)}
        describe={(failure) => {
          if (!isCoreError(failure)) return undefined;
          if (failure.code === 'CONDITION_ACTIVE') return t(($) => $.close.active);
          return failure.code === 'NOT_ACKNOWLEDGED' ? t(($) => $.close.unacknowledged) : undefined;
        }}
        onConfirm={(note) => withProof(() => client.alarms.resolve({ id: alarm.id, note }))}
      />
    </>
  );
}
