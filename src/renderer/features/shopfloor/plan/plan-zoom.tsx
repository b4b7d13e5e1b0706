import { Maximize, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '#lib/shortcuts.ts';
import { IconButton } from '#ui/icon-button.tsx';
import type { PlanNavigation } from './use-plan-window.ts';
import styles from './plan-zoom.module.css';

const step = 1.4;

/** Buttons and keys for how much of the plan shows. */
export function PlanZoom({ navigation }: { readonly navigation: PlanNavigation }) {
  const { t } = useTranslation('floorPlan');
  const { zoom, fit } = navigation;
  useShortcut(
    '+',
    t(($) => $.zoomIn),
    () => zoom(step),
  );
  useShortcut(
    '-',
    t(($) => $.zoomOut),
    () => zoom(1 / step),
  );
  useShortcut(
    '0',
    t(($) => $.fit),
    fit,
  );
  return (
    <div className={styles.zoom}>
      <IconButton
        variant="framed"
        label={t(($) => $.zoomIn)}
        shortcut="+"
        onPress={() => zoom(step)}
      >
        <Plus aria-hidden="true" />
      </IconButton>
      <IconButton
        variant="framed"
        label={t(($) => $.zoomOut)}
        shortcut="-"
        onPress={() => zoom(1 / step)}
      >
        <Minus aria-hidden="true" />
      </IconButton>
      <IconButton variant="framed" label={t(($) => $.fit)} shortcut="0" onPress={fit}>
        <Maximize aria-hidden="true" />
      </IconButton>
    </div>
  );
}
