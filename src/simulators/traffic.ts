import type { Clock } from '#platform/clock/clock.ts';
import type { SiteDevice, SiteSimulator } from './site-simulator.ts';

/** How lively the people of a simulated site are. */
export interface TrafficOptions {
  /** Everybody with a badge (hex) and the devices where they usually work. */
  readonly people: readonly { readonly badge: string; readonly at: readonly string[] }[];
  /** From one deed of anybody to the next, on average. Milliseconds. */
  readonly paceMs: number;
  /** From 0 up to, not including, 1; `Math.random` unless given. */
  readonly random?: () => number;
}

/** How often somebody tries a machine where they do not usually work. */
const ASTRAY = 0.08;

/** A person at a machine: a reader of its own, or a port of a node. */
interface Visit {
  readonly badge: string;
  readonly device: SiteDevice;
  readonly port: number;
}

/**
 * Lets people come to machines with their badges, use them and leave, until disposed. Now and then
 * somebody tries a machine that is not theirs, and is refused, as in life.
 */
export function startTraffic(
  site: SiteSimulator,
  clock: Clock,
  options: TrafficOptions,
): Disposable {
  const { people, paceMs, random = Math.random } = options;
  const visits = new Map<string, Visit>();
  let next: Disposable | undefined;

  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  function present({ badge, device: { device }, port }: Visit): void {
    if (device.kind === 'reader') device.tap(badge);
    else device.badge(badge, port);
  }

  function come(): void {
    const person = oneOf(people.filter(({ badge }) => !visits.has(badge)));
    if (!person) return;
    const { badge, at } = person;
    const astray = random() < ASTRAY;
    const device = site.devices.get(oneOf(astray ? [...site.devices.keys()] : at) ?? '');
    if (!device) return;
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
    if (random() < visits.size / Math.max(people.length, 1)) leave();
    else come();
    next = clock.after(paceMs * (0.5 + random()), step);
  }

  next = clock.after(paceMs, step);
  return { [Symbol.dispose]: () => next?.[Symbol.dispose]() };
}
