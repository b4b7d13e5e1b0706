import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';
import { classNames } from '#lib/class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

/** What a {@link Tooltip} takes. */
export interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string;
  /** A focusable react-aria element such as a button. */
  readonly children: ReactElement;
}

/** Says a short text on hover and focus. Never the only place of something a person needs: touch has no hover. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip className={classNames(styles.tooltip)} offset={6}>
        {text}
        {shortcut !== undefined && <Kbd keys={shortcut} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
