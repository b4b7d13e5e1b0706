/** A place on the floor plan: plan units from its upper left corner, degrees clockwise. */
export type DemoPlace = readonly [x: number, y: number, rotation?: number];

/** A machine of the demonstration site, by its place. */
export interface DemoMachine {
  readonly code: string;
  readonly name: string;
  readonly at: DemoPlace;
  /** Minutes without activity after which a session ends. */
  readonly timeoutMinutes?: number;
  readonly checkAfterUse?: boolean;
  /** A serial reader of its own, on this TCP port of the simulators. */
  readonly readerPort?: number;
}

/** An input or output of a zone's node. */
export interface DemoAccessory {
  readonly name: string;
  readonly ioType: 'input' | 'output';
  readonly ioNumber: number;
  /** Codes of the machines that it follows, or tells of. */
  readonly machines: readonly string[];
  /** Seconds. */
  readonly activationDelay?: number;
  /** Seconds. */
  readonly deactivationDelay?: number;
  readonly countsAsActivity?: boolean;
}

/** A zone with the node that its machines are wired to, in the order of the node's relays. */
export interface DemoZone {
  readonly code: string;
  readonly name: string;
  /** Business code of the node, and its TCP port of the simulators. */
  readonly node: {
    readonly id: string;
    readonly port: number;
    readonly framing: 'line' | 'cobs';
    readonly at: DemoPlace;
  };
  readonly machines: readonly DemoMachine[];
  readonly accessories?: readonly DemoAccessory[];
}

/** An area of the demonstration site. */
export interface DemoArea {
  readonly code: string;
  readonly name: string;
  /** Name of its drawing in resources/floor-plans. */
  readonly plan: string;
  readonly zones: readonly DemoZone[];
}

/** The shop floor of the demonstration site. */
export const floor: readonly DemoArea[] = [
  {
    code: 'MET',
    name: 'Metal shop',
    plan: 'metal-shop',
    zones: [
      {
        code: 'MILL',
        name: 'Milling',
        node: { id: 'N01', port: 7601, framing: 'line', at: [480, 390] },
        machines: [
          { code: 'MILL-01', name: 'Bridgeport mill', at: [170, 190], readerPort: 7501 },
          {
            code: 'MILL-02',
            name: 'Haas VF-2 machining centre',
            at: [350, 150],
            readerPort: 7502,
            timeoutMinutes: 120,
          },
          { code: 'MILL-03', name: '소형 CNC 조각기', at: [560, 220, 90], readerPort: 7503 },
        ],
        accessories: [
          {
            name: 'Coolant pump',
            ioType: 'output',
            ioNumber: 0,
            machines: ['MILL-01'],
            deactivationDelay: 3,
          },
          {
            name: 'Spindle of the Haas turns',
            ioType: 'input',
            ioNumber: 0,
            machines: ['MILL-02'],
            countsAsActivity: true,
          },
        ],
      },
      {
        code: 'TURN',
        name: 'Turning',
        node: { id: 'N02', port: 7602, framing: 'cobs', at: [1000, 130] },
        machines: [
          { code: 'LATHE-01', name: 'Colchester lathe', at: [820, 190], readerPort: 7504 },
          { code: 'LATHE-02', name: '旋盤 2号機', at: [960, 330, 180], readerPort: 7505 },
        ],
      },
      {
        code: 'WELD',
        name: 'Welding bay',
        node: { id: 'N03', port: 7603, framing: 'line', at: [390, 480] },
        machines: [
          {
            code: 'WELD-01',
            name: 'TIG welder',
            at: [140, 590, 270],
            timeoutMinutes: 30,
            checkAfterUse: true,
          },
          {
            code: 'WELD-02',
            name: 'MIG 용접기',
            at: [320, 600, 90],
            timeoutMinutes: 30,
            checkAfterUse: true,
          },
        ],
      },
    ],
  },
  {
    code: 'WOD',
    name: '木工エリア',
    plan: 'wood-shop',
    zones: [
      {
        code: 'SAW',
        name: 'Saws',
        node: { id: 'N04', port: 7604, framing: 'line', at: [600, 420] },
        machines: [
          {
            code: 'SAW-01',
            name: 'Panel saw',
            at: [250, 220],
            readerPort: 7506,
            checkAfterUse: true,
          },
          { code: 'SAW-02', name: 'Band saw', at: [450, 220], timeoutMinutes: 45 },
          { code: 'PLAN-01', name: '自動かんな盤', at: [330, 410, 180] },
        ],
        accessories: [
          {
            name: 'Dust extractor',
            ioType: 'output',
            ioNumber: 0,
            machines: ['SAW-01', 'SAW-02', 'PLAN-01'],
            activationDelay: 1,
            deactivationDelay: 10,
          },
        ],
      },
    ],
  },
  {
    code: 'ELE',
    name: '전자 작업실',
    plan: 'electronics-lab',
    zones: [
      {
        code: 'SMD',
        name: 'SMD 조립',
        node: { id: 'N05', port: 7605, framing: 'line', at: [500, 130] },
        machines: [
          { code: 'PNP-01', name: 'Pick and place', at: [180, 230], readerPort: 7507 },
          { code: 'OVEN-01', name: '리플로 오븐', at: [410, 230], timeoutMinutes: 20 },
        ],
      },
    ],
  },
];

/** The sign-in and enrolment reader of the station itself. */
export const stationReader = { name: 'Front desk', port: 7509 } as const;
