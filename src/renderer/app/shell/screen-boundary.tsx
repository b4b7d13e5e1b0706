import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '#ui/error-state.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Keeps a failing screen from taking the shell, the alarm bar and the other screens with it. */
export class ScreenBoundary extends Component<Props, { readonly failure: Error | null }> {
  override readonly state: { readonly failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error): { readonly failure: Error } {
    return { failure };
  }

  override componentDidCatch(failure: Error, info: ErrorInfo): void {
    reportError(new Error(`A screen failed:${info.componentStack ?? ''}`, { cause: failure }));
  }

  override render(): ReactNode {
    if (!this.state.failure) return this.props.children;
    return <Failed onRetry={() => this.setState({ failure: null })} />;
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <ErrorState title={t(($) => $.crash.title)} kept={t(($) => $.crash.text)} onRetry={onRetry} />
  );
}
