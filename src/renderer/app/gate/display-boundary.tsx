import { Component, type ErrorInfo, type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DisplayMessage } from '#features/identity/displays/display-message.tsx';

interface Props {
  readonly children: ReactNode;
}

const RELOAD_MS = 30_000;

/** Nobody is there to press a button when the picture of a display fails: it loads itself anew. */
export class DisplayBoundary extends Component<Props, { readonly failed: boolean }> {
  override readonly state: { readonly failed: boolean } = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(failure: Error, info: ErrorInfo): void {
    reportError(new Error(`The display failed:${info.componentStack ?? ''}`, { cause: failure }));
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const { t } = useTranslation('displays');
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), RELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <DisplayMessage title={t(($) => $.failed.title)}>
      <p>{t(($) => $.failed.text)}</p>
    </DisplayMessage>
  );
}
