import { CircleUserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSignedIn } from '#lib/session.ts';
import { Button } from '#ui/button.tsx';
import { Menu, MenuItem, MenuTrigger } from '#ui/menu.tsx';
import { lockConsole, signOut, switchUser } from './session-actions.ts';

/** Who is here, and what they may do with their session. */
export function UserMenu() {
  const { t } = useTranslation('shell');
  const { fullName } = useSignedIn();
  const [, go] = useLocation();
  return (
    <MenuTrigger>
      <Button variant="quiet" icon={<CircleUserRound aria-hidden />} aria-label={t(($) => $.user.menu, { name: fullName })}>
        {fullName}
      </Button>
      <Menu>
        <MenuItem onAction={() => go('/account')}>{t(($) => $.user.account)}</MenuItem>
        <MenuItem onAction={lockConsole} shortcut="Ctrl+Shift+L">
          {t(($) => $.user.lock)}
        </MenuItem>
        <MenuItem onAction={switchUser}>{t(($) => $.user.switch)}</MenuItem>
        <MenuItem onAction={signOut}>{t(($) => $.user.signOut)}</MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
