import { CircleUserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSignedIn } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { Menu, MenuItem } from '#ui/menu.tsx';
import { lockConsole, signOut } from './session-actions.ts';

/** Who is here, and what they may do with their session. */
export function UserMenu() {
  const { t } = useTranslation('shell');
  const { fullName } = useSignedIn();
  const [, go] = useLocation();
  return (
    <Menu
      aria-label={t(($) => $.user.menu, { name: fullName })}
      trigger={
        <Button variant="quiet" icon={<CircleUserRound aria-hidden />}>
          {fullName}
        </Button>
      }
    >
      <MenuItem label={t(($) => $.user.account)} onAction={() => go('/account')} />
      <MenuItem label={t(($) => $.user.lock)} onAction={lockConsole} shortcut="Ctrl+Shift+L" />
      <MenuItem label={t(($) => $.user.switch)} onAction={signOut} />
      <MenuItem label={t(($) => $.user.signOut)} onAction={signOut} />
    </Menu>
  );
}
