import { observed } from './observed.ts';
import { type Shared, standInFor } from './unimplemented.ts';

/** Stands in for Electron's Notification. Tests find it in `standIn.notifications`. */
export class Notification extends standInFor('Notification') {
  title: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  readonly constructorOptions: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.constructorOptions = options;
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    observed.notifications.push(this);
    this.emit('show', {});
  }

  close(): void {
    this.emit('close', {});
  }
}

({}) as Notification satisfies Shared<Notification, Electron.Notification>;
