/** A machine of the demonstration site, by its place. */
export interface DemoMachine {
  readonly code: string;
  readonly name: string;
  /** Minutes without activity after which a session ends. */
  readonly timeoutMinutes?: number;
  readonly checkAfterUse?: boolean;
  /** A serial reader of its own, on this TCP port of the simulators. */
  readonly readerPort?: number;
}

/** A zone with the node that its machines are wired to, in the order of the node's relays. */
export interface DemoZone {
  readonly code: string;
  readonly name: string;
  /** Business code of the node, and its TCP port of the simulators. */
  readonly node: { readonly id: string; readonly port: number; readonly framing: 'line' | 'cobs' };
  readonly machines: readonly DemoMachine[];
}

/** An area of the demonstration site. */
export interface DemoArea {
  readonly code: string;
  readonly name: string;
  readonly zones: readonly DemoZone[];
}

/** The shop floor of the demonstration site. */
export const floor: readonly DemoArea[] = [
  {
    code: 'MET',
    name: 'Metal shop',
    zones: [
      {
        code: 'MILL',
        name: 'Milling',
        node: { id: 'N01', port: 7601, framing: 'line' },
        machines: [
          { code: 'MILL-01', name: 'Bridgeport mill', readerPort: 7501 },
          {
            code: 'MILL-02',
            name: 'Haas VF-2 machining centre',
            readerPort: 7502,
            timeoutMinutes: 120,
          },
          { code: 'MILL-03', name: '소형 CNC 조각기', readerPort: 7503 },
        ],
      },
      {
        code: 'TURN',
        name: 'Turning',
        node: { id: 'N02', port: 7602, framing: 'cobs' },
        machines: [
          { code: 'LATHE-01', name: 'Colchester lathe', readerPort: 7504 },
          { code: 'LATHE-02', name: '旋盤 2号機', readerPort: 7505 },
        ],
      },
      {
        code: 'WELD',
        name: 'Welding bay',
        node: { id: 'N03', port: 7603, framing: 'line' },
        machines: [
          { code: 'WELD-01', name: 'TIG welder', timeoutMinutes: 30, checkAfterUse: true },
          { code: 'WELD-02', name: 'MIG 용접기', timeoutMinutes: 30, checkAfterUse: true },
        ],
      },
    ],
  },
  {
    code: 'WOD',
    name: '木工エリア',
    zones: [
      {
        code: 'SAW',
        name: 'Saws',
        node: { id: 'N04', port: 7604, framing: 'line' },
        machines: [
          { code: 'SAW-01', name: 'Panel saw', readerPort: 7506, checkAfterUse: true },
          { code: 'SAW-02', name: 'Band saw', timeoutMinutes: 45 },
          { code: 'PLAN-01', name: '自動かんな盤' },
        ],
      },
    ],
  },
  {
    code: 'ELE',
    name: '전자 작업실',
    zones: [
      {
        code: 'SMD',
        name: 'SMD 조립',
        node: { id: 'N05', port: 7605, framing: 'line' },
        machines: [
          { code: 'PNP-01', name: 'Pick and place', readerPort: 7507 },
          { code: 'OVEN-01', name: '리플로 오븐', timeoutMinutes: 20 },
        ],
      },
    ],
  },
];

/** The sign-in and enrolment reader of the station itself. */
export const stationReader = { name: 'Front desk', port: 7509 } as const;
