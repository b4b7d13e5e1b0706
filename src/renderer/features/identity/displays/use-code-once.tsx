import { useTranslation } from 'react-i18next';
import { serverOrigin } from '#lib/core.ts';
import parts from '../parts/parts.module.css';
import type { OnceShown } from '../parts/secret-once.tsx';
import { pairingAddress } from './pairing-route.ts';

/** Says how a display is paired by a code that was just made. */
export function useCodeOnce(): (
  name: string,
  made: { readonly code: string; readonly codeExpiresAt: string },
) => OnceShown {
  const { t } = useTranslation('displays');
  return (name, { code, codeExpiresAt }) => ({
    title: t(($) => $.once.title, { name }),
    text: <HowToPair code={code} />,
    secret: code,
    expiresAt: codeExpiresAt,
  });
}

function HowToPair({ code }: { readonly code: string }) {
  const { t } = useTranslation('displays');
  if (serverOrigin === null) return t(($) => $.once.onServer);
  return (
    <span className={parts.stack}>
      <span>{t(($) => $.once.link)}</span>
      <code data-testid="pairing-link">{pairingAddress(serverOrigin, code)}</code>
      <span>{t(($) => $.once.at)}</span>
      <code>{pairingAddress(serverOrigin)}</code>
    </span>
  );
}
