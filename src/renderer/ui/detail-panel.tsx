import { X } from 'lucide-react';
import { useId, useState } from 'react';
import type { KeyboardEvent, PointerEvent as ReactPointerEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rememberPanel, usePreferences } from '#lib/preferences.ts';
import { IconButton } from './icon-button.tsx';
import styles from './detail-panel.module.css';

/** What a {@link DetailPanel} takes. */
export interface DetailPanelProps {
  /** The width is remembered under this id. */
  readonly id: string;
  readonly title: ReactNode;
  /** The state of the thing, or a badge, next to the title. */
  readonly aside?: ReactNode;
  /** Begins wider: what it shows is a page to read. */
  readonly wide?: boolean;
  /** Buttons that act on the thing; they stay in sight at the bottom. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const [narrowest, usual, wider, widest] = [260, 360, 560, 900];
const keyStep = 24;

/** Details of the active row, at the right of a table or map. Put it beside the content in a flex row. */
export function DetailPanel(props: DetailPanelProps) {
  const { id, title, aside, wide = false, actions, onClose, children } = props;
  const { t } = useTranslation('ui');
  const heading = useId();
  const remembered = usePreferences(
    (preferences) => preferences.panels[id] ?? (wide ? wider : usual),
  );
  const [dragged, setDragged] = useState<number | null>(null);
  const width = dragged ?? remembered;
  return (
    <aside
      aria-labelledby={heading}
      className={styles.panel}
      style={{ width }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div
        role="separator"
        tabIndex={0}
        aria-label={t(($) => $.panel.resize)}
        aria-orientation="vertical"
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        aria-valuenow={width}
        className={styles.resizer}
        onPointerDown={(event) =>
          startDrag(event, width, setDragged, (to) => rememberPanel(id, to))
        }
        onKeyDown={(event) => onResizeKey(event, width, (to) => rememberPanel(id, to))}
      />
      <header className={styles.header}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {aside}
        <IconButton label={t(($) => $.panel.close)} shortcut="Esc" onPress={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </header>
      {/* Scrolled by keyboard where nothing inside takes the focus. */}
      <div className={styles.body} tabIndex={0} role="group" aria-labelledby={heading}>
        {children}
      </div>
      {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
    </aside>
  );
}

const bounded = (width: number): number => Math.round(Math.min(Math.max(width, narrowest), widest));

function onResizeKey(event: KeyboardEvent, width: number, resize: (width: number) => void): void {
  const step = { ArrowLeft: keyStep, ArrowRight: -keyStep }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  resize(bounded(width + step));
}

/** Follows the pointer; only the last width is remembered, so that storage is written once. */
function startDrag(
  event: ReactPointerEvent<HTMLElement>,
  startWidth: number,
  show: (width: number | null) => void,
  keep: (width: number) => void,
): void {
  const handle = event.currentTarget;
  const startX = event.clientX;
  const drop = new AbortController();
  let width = startWidth;
  handle.setPointerCapture(event.pointerId);
  const follow = (move: PointerEvent): void => {
    width = bounded(startWidth + startX - move.clientX);
    show(width);
  };
  handle.addEventListener('pointermove', follow, { signal: drop.signal });
  handle.addEventListener(
    'lostpointercapture',
    () => {
      drop.abort();
      keep(width);
      show(null);
    },
    { signal: drop.signal },
  );
}
