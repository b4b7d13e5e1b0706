import type { Clock } from '#platform/clock/clock.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';

/** How lively the people of a simulated site are. */
export interface TrafficOptions {
  /** Badge numbers in hex, one for each person. */
  readonly badges: readonly string[];
  /** From one deed of anybody to the next, on average. Milliseconds. */
  readonly paceMs: number;
  /** From 0 up to, not including, 1; `Math.random` unless given. */
  readonly random?: () => number;
}

/** A person at a machine: a reader of its own, or a port of a node. */
interface Visit {
  readonly badge: string;
  readonly device: SiteDevice;
  readonly port: number;
}

/**
 * Lets people come to machines with their badges, use them and leave, until disposed. They know
 * nothing of rights, so some are refused, as in life.
 */
export function startTraffic(
  site: SiteSimulator,
  clock: Clock,
  options: TrafficOptions,
): Disposable {
  const { badges, paceMs, random = Math.random } = options;
  const visits = new Map<string, Visit>();
  let next: Disposable | undefined;

  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  function present({ badge, device: { device }, port }: Visit): void {
    if (device.kind === 'reader') device.tap(badge);
    else device.badge(badge, port);
  }

  function come(): void {
    const free = badges.filter((badge) => !visits.has(badge));
    const [badge, device] = [oneOf(free), oneOf([...site.devices.values()])];
    if (badge === undefined || !device) return;
    const ports = device.device.kind === 'node' ? device.device.ports.length : 1;
    const visit = { badge, device, port: Math.floor(random() * ports) };
    visits.set(badge, visit);
    present(visit);
  }

  function leave(): void {
    const visit = oneOf([...visits.values()]);
    if (!visit) return;
    visits.delete(visit.badge);
    present(visit);
  }

  function work(): void {
    for (const { device } of site.devices.values()) {
      if (device.kind !== 'node') continue;
      for (const [port, state] of device.ports.entries()) {
        if (state === 'released' && random() < 0.5) device.activity(port);
      }
    }
  }

  function step(): void {
    work();
    if (random() < visits.size / Math.max(badges.length, 1)) leave();
    else come();
    next = clock.after(paceMs * (0.5 + random()), step);
  }

  next = clock.after(paceMs, step);
  return { [Symbol.dispose]: () => next?.[Symbol.dispose]() };
}
