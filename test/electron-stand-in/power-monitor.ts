import { standInFor } from './unimplemented.ts';

class PowerMonitor extends standInFor('powerMonitor') {
  readonly onBatteryPower = false;

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(): 'active' | 'idle' | 'locked' | 'unknown' {
    return 'active';
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}

/** Stands in for Electron's `powerMonitor`; tests emit `lock-screen`, `suspend` and the others. */
export const powerMonitor = new PowerMonitor();
