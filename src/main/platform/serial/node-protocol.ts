/** Whether the machine at a port may run. A node locks all ports when it starts. */
export const portStates = ['locked', 'released'] as const;
/** One of {@link portStates}. */
export type PortState = (typeof portStates)[number];

/**
 * The emergency stop as the node sees it: `tripped` while the device is pressed, `released` after
 * that until the hardware reset, `test` during a drill, `normal` otherwise. Software never resets it.
 */
export const estopStates = ['normal', 'tripped', 'released', 'test'] as const;
/** One of {@link estopStates}. */
export type EstopState = (typeof estopStates)[number];

/** Why a node started. */
export const resetReasons = [
  'power-on',
  'software',
  'watchdog',
  'brown-out',
  'panic',
  'external',
  'deep-sleep',
  'unknown',
] as const;
/** One of {@link resetReasons}. */
export type ResetReason = (typeof resetReasons)[number];

/** How much a node's own log line matters. */
export const nodeLogLevels = ['debug', 'info', 'warning', 'error'] as const;
/** One of {@link nodeLogLevels}. */
export type NodeLogLevel = (typeof nodeLogLevels)[number];

/** What a node is for: guarding machines, reading badges in an office, or terminals alone. */
export const nodeTypes = ['machine_monitor', 'office_reader', 'accessory_io'] as const;
/** One of {@link nodeTypes}. */
export type NodeType = (typeof nodeTypes)[number];

/** Which way a terminal carries its signal, as the node sees it. */
export const ioDirections = ['input', 'output'] as const;
/** One of {@link ioDirections}. */
export type IoDirection = (typeof ioDirections)[number];

/** What a node decided or saw while it was alone. */
export const entryKinds = [
  'started',
  'ended',
  'refused',
  'activity',
  'estop',
  'estop-reset',
] as const;
/** One of {@link entryKinds}. */
export type EntryKind = (typeof entryKinds)[number];

/** How far a firmware transfer is. */
export const firmwareStates = ['receiving', 'verifying', 'installing', 'failed'] as const;
/** One of {@link firmwareStates}. */
export type FirmwareState = (typeof firmwareStates)[number];

/** How a node's display says something. */
export const displayTones = ['ok', 'warn', 'error'] as const;
/** One of {@link displayTones}. */
export type DisplayTone = (typeof displayTones)[number];
