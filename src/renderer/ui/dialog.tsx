import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from './icon-button.tsx';
import styles from './dialog.module.css';

/** What a {@link Dialog} takes. */
export interface DialogProps {
  readonly open: boolean;
  /** The person closed it, by Esc, the cross or (unless `mustAnswer`) a press outside. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** `small` for a question, `medium` for a form, `large` for a table, `full` for a map or plan. */
  readonly size?: 'small' | 'medium' | 'large' | 'full';
  /** `alertdialog` for harm that must be confirmed. */
  readonly role?: 'dialog' | 'alertdialog';
  /** A press outside does not close it, so that nothing typed is lost by a slip. */
  readonly mustAnswer?: boolean;
  /** The buttons, main one last. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** A modal window. Focus stays inside and returns to where it was. */
export function Dialog(props: DialogProps) {
  const {
    open,
    onClose,
    title,
    size = 'medium',
    role = 'dialog',
    mustAnswer = false,
    footer,
    children,
  } = props;
  const { t } = useTranslation('ui');
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable={!mustAnswer}
      className={classNames(styles.scrim)}
    >
      <Modal className={classNames(styles.modal, styles[size])}>
        <AriaDialog role={role} className={classNames(styles.dialog)}>
          <header className={styles.header}>
            <Heading slot="title" className={classNames(styles.title)}>
              {title}
            </Heading>
            <IconButton label={t(($) => $.dialog.close)} onPress={onClose}>
              <X aria-hidden="true" />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
