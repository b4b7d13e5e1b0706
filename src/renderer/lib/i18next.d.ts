import type { Namespaces } from './namespaces.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui';
    resources: Namespaces;
    enableSelector: true;
    strictKeyChecks: true;
    returnNull: false;
  }
}
