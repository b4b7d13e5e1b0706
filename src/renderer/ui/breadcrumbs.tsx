import { ChevronRight } from 'lucide-react';
import { Breadcrumb, Breadcrumbs as AriaBreadcrumbs, Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#lib/class-names.ts';
import styles from './breadcrumbs.module.css';

/** One step of a path; the last one is the page itself and needs no `href`. */
export interface Crumb {
  readonly label: string;
  readonly href?: string;
}

/** Where the page is, from the top down. Links go through the router of the application. */
export function Breadcrumbs({ items }: { readonly items: readonly Crumb[] }) {
  const { t } = useTranslation('ui');
  return (
    <nav aria-label={t(($) => $.breadcrumbs.label)}>
      <AriaBreadcrumbs className={classNames(styles.list)}>
        {items.map((crumb, at) => (
          <Breadcrumb key={crumb.label} id={crumb.label} className={classNames(styles.crumb)}>
            <Link
              className={classNames(styles.link)}
              {...(crumb.href !== undefined && { href: crumb.href })}
            >
              {crumb.label}
            </Link>
            {at < items.length - 1 && <ChevronRight aria-hidden="true" />}
          </Breadcrumb>
        ))}
      </AriaBreadcrumbs>
    </nav>
  );
}
