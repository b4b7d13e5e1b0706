import { X } from 'lucide-react';
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import { Button } from './button.tsx';
import { toastQueue } from './toast-queue.ts';
import { ToneIcon } from './tone-icon.tsx';
import styles from './toast-region.module.css';

/** Draws the messages of `toast()`. Mount it once, next to the application. F6 moves the focus there. */
export function ToastRegion() {
  const { t } = useTranslation('ui');
  return (
    <AriaToastRegion
      queue={toastQueue}
      className={classNames(styles.region)}
      aria-label={t(($) => $.toast.region)}
    >
      {({ toast }) => {
        const { tone, title, text, action } = toast.content;
        return (
          <AriaToast toast={toast} className={classNames(styles.toast, styles[tone])}>
            <ToneIcon tone={tone} />
            <ToastContent className={classNames(styles.words)}>
              <Text slot="title">{title}</Text>
              {text !== undefined && <Text slot="description">{text}</Text>}
            </ToastContent>
            {action && (
              <Button
                size="small"
                onPress={() => {
                  toastQueue.close(toast.key);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            <AriaButton
              slot="close"
              className={classNames(styles.close)}
              aria-label={t(($) => $.toast.close)}
            >
              <X aria-hidden="true" />
            </AriaButton>
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
