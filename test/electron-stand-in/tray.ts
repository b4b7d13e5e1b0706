import type { Menu } from './menu.ts';
import { observed } from './observed.ts';
import { standInFor } from './unimplemented.ts';

/** Stands in for Electron's Tray. Tests find it in `standIn.trays`. */
export class Tray extends standInFor('Tray') {
  image: unknown;
  toolTip = '';
  title = '';
  contextMenu: Menu | null = null;
  #destroyed = false;

  constructor(image: unknown) {
    super();
    this.image = image;
    observed.trays.add(this);
  }

  setImage(image: unknown): void {
    this.image = image;
  }

  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  setContextMenu(menu: Menu | null): void {
    this.contextMenu = menu;
  }

  popUpContextMenu(menu: Menu | null = this.contextMenu): void {
    menu?.popup();
  }

  destroy(): void {
    this.#destroyed = true;
    observed.trays.delete(this);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
}
