import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from './icon-button.tsx';
import { ToneIcon } from './tone-icon.tsx';
import type { MessageTone } from './tone-icon.tsx';
import styles from './banner.module.css';

/** What a {@link Banner} takes. */
export interface BannerProps {
  readonly tone: MessageTone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons that do something about it. */
  readonly action?: ReactNode;
  /** Shows a cross; leave it out while the cause lasts. */
  readonly onDismiss?: () => void;
}

/** A message that stays in its place on the page. Errors and warnings are read out at once. */
export function Banner({ tone, title, children, action, onDismiss }: BannerProps) {
  const { t } = useTranslation('ui');
  const urgent = tone === 'error' || tone === 'warning';
  return (
    <div className={classNames(styles.banner, styles[tone])} role={urgent ? 'alert' : 'status'}>
      <ToneIcon tone={tone} />
      <div className={styles.words}>
        {title !== undefined && <strong>{title}</strong>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
      {onDismiss && (
        <IconButton label={t(($) => $.banner.dismiss)} onPress={onDismiss}>
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
