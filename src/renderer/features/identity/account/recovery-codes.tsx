import { Download, Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { downloadText } from '#lib/csv.ts';
import { useSignedIn } from '#lib/session.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import parts from '../parts/parts.module.css';
import styles from './account.module.css';

/** What {@link RecoveryCodes} take. */
export interface RecoveryCodesProps {
  /** Null while none are to be shown. */
  readonly codes: readonly string[] | null;
  readonly onClose: () => void;
}

/** Shows recovery codes this once, to be copied, printed or kept in a file. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const { t } = useTranslation('account');
  const { username } = useSignedIn();
  const text = codes?.join('\n') ?? '';
  return (
    <Dialog
      open={codes !== null}
      onClose={onClose}
      title={t(($) => $.codes.title)}
      mustAnswer
      footer={
        <Button variant="primary" onPress={onClose}>
          {t(($) => $.codes.done)}
        </Button>
      }
    >
      <div className={parts.stack}>
        <p>{t(($) => $.codes.text)}</p>
        <div className={styles.codes} data-testid="recovery-codes">
          {codes?.map((code) => (
            <span key={code}>{code}</span>
          ))}
        </div>
        <Banner tone="warning">{t(($) => $.codes.once)}</Banner>
        <div className={parts.row}>
          <CopyButton text={text} />
          <Button icon={<Printer aria-hidden="true" />} onPress={() => window.print()}>
            {t(($) => $.codes.print)}
          </Button>
          <Button
            icon={<Download aria-hidden="true" />}
            onPress={() =>
              downloadText(`signalbox-${username}.txt`, `${text}\n`, 'text/plain;charset=utf-8')
            }
          >
            {t(($) => $.codes.file)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
