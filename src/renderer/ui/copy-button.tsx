import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { toast } from './toast-queue.ts';

/** Copies a text. Over plain HTTP a browser offers no clipboard; then it says to copy by hand. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useTranslation('ui');
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast({ tone: 'warning', title: t(($) => $.copy.byHand) });
    }
  }
  return (
    <Button
      icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onPress={() => void copy()}
    >
      {copied ? t(($) => $.copy.copied) : (label ?? t(($) => $.copy.copy))}
    </Button>
  );
}
