import { useTranslation } from 'react-i18next';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import panel from '../machines/machine-panel.module.css';
import styles from './applications.module.css';

/** A key of an application that is shown this once. */
export interface ShownKey {
  readonly name: string;
  readonly secret: string;
}

/** Shows a key that nobody can read again; it closes only by its own button. */
export function KeyOnce({
  shown,
  onClose,
}: {
  readonly shown: ShownKey | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('applications');
  return (
    <Dialog
      open={shown !== null}
      onClose={onClose}
      title={t(($) => $.key.title, { name: shown?.name ?? '' })}
      mustAnswer
      footer={
        <Button variant="primary" onPress={onClose}>
          {t(($) => $.key.done)}
        </Button>
      }
    >
      <div className={panel.stack}>
        <p>{t(($) => $.key.text)}</p>
        <code className={styles.key} data-testid="secret">
          {shown?.secret}
        </code>
        <Banner tone="warning">{t(($) => $.key.warning)}</Banner>
      </div>
    </Dialog>
  );
}
