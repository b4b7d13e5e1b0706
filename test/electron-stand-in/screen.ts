import { standInFor } from './unimplemented.ts';

const AREA: Electron.Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };

const DISPLAY = {
  id: 1,
  label: 'Stand-in display',
  bounds: AREA,
  workArea: AREA,
  size: { width: AREA.width, height: AREA.height },
  workAreaSize: { width: AREA.width, height: AREA.height },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
} as unknown as Electron.Display;

class Screen extends standInFor('screen') {
  getPrimaryDisplay(): Electron.Display {
    return DISPLAY;
  }

  getAllDisplays(): Electron.Display[] {
    return [DISPLAY];
  }

  getDisplayMatching(): Electron.Display {
    return DISPLAY;
  }

  getDisplayNearestPoint(): Electron.Display {
    return DISPLAY;
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 };
  }
}

/** Stands in for Electron's `screen`: one display of 1920 × 1080. */
export const screen = new Screen();
