import { useTranslation } from 'react-i18next';
import type usersTexts from '../../../locales/en/users.json';

type Resource = keyof typeof usersTexts.resource;
type Action = keyof typeof usersTexts.permissionAction;

/** Puts the two halves of a permission, `machine:operate`, into the person's words. */
export function usePermissionWords(): {
  readonly resourceName: (resource: string) => string;
  readonly actionName: (action: string) => string;
} {
  const { t, i18n } = useTranslation('users');
  const known = (key: string): boolean => i18n.exists(key, { ns: 'users' });
  return {
    resourceName: (resource) =>
      known(`resource.${resource}`) ? t(($) => $.resource[resource as Resource]) : resource,
    actionName: (action) =>
      known(`permissionAction.${action}`) ? t(($) => $.permissionAction[action as Action]) : action,
  };
}
