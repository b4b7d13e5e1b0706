import { useTranslation } from 'react-i18next';
import type { Position } from '#contract/alarms/positions.ts';
import { client } from '#lib/core.ts';
import { useCan } from '#lib/session.ts';
import { withProof } from '#lib/with-proof.ts';
import { Description, DescriptionList } from '#ui/description-list.tsx';
import { DetailPanel } from '#ui/detail-panel.tsx';
import { RemoveButton } from '#ui/remove-button.tsx';
import { PositionForm } from './position-form.tsx';
import { usePositionWords } from './use-position-words.ts';

/** What a {@link PositionPanel} takes. */
export interface PositionPanelProps {
  /** Null for a new position. */
  readonly position: Position | null;
  readonly onClose: () => void;
  /** It is saved or gone; nothing is left to ask. */
  readonly onDone: () => void;
}

/** One operator position. */
export function PositionPanel({ position, onClose, onDone }: PositionPanelProps) {
  const { t } = useTranslation('alarmPositions');
  const may = useCan('alarm:configure');
  return (
    <DetailPanel
      id="alarms.position"
      title={position?.name ?? t(($) => $.add)}
      onClose={onClose}
      {...(may &&
        position?.isDefault === false && {
          actions: <Remove position={position} onRemoved={onDone} />,
        })}
    >
      {may ? (
        <PositionForm position={position} onAdded={onDone} />
      ) : (
        position && <Facts position={position} />
      )}
    </DetailPanel>
  );
}

function Facts({ position }: { readonly position: Position }) {
  const { t } = useTranslation('alarmPositions');
  const { labels, names } = usePositionWords();
  const { description, workstations, areaIds, sourceTypes, isDefault } = position;
  return (
    <DescriptionList>
      <Description term={labels.description}>{description}</Description>
      <Description term={labels.workstations}>{workstations.join(', ')}</Description>
      <Description term={labels.areaIds}>
        {isDefault ? t(($) => $.rest) : names(areaIds)}
      </Description>
      <Description term={labels.sourceTypes}>{names(sourceTypes)}</Description>
    </DescriptionList>
  );
}

function Remove({
  position: { id, version, name },
  onRemoved,
}: {
  readonly position: Position;
  readonly onRemoved: () => void;
}) {
  const { t } = useTranslation('alarmPositions');
  const { refused } = usePositionWords();
  return (
    <RemoveButton
      name={name}
      harm={t(($) => $.remove.harm)}
      remove={() => withProof(() => client.alarms.positions.remove({ id, version }))}
      onRemoved={onRemoved}
      describe={refused}
    />
  );
}
