import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';

/** How grave a message to the person is. */
export type MessageTone = 'info' | 'success' | 'warning' | 'error';

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, error: OctagonAlert };

/** The icon of a message: each tone has its own shape. */
export function ToneIcon({ tone }: { readonly tone: MessageTone }) {
  const Icon = icons[tone];
  return <Icon aria-hidden="true" />;
}
