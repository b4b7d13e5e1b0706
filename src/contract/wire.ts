/**
 * What both ends of a connection agree on beneath the procedures. The desktop sends frames over a
 * MessagePort, the browser over a WebSocket; a frame towards the console is one or more messages
 * joined by {@link FRAME_SEPARATOR}, a frame towards the core is one message.
 */

/** The largest message the core reads. UTF-16 code units on a MessagePort, bytes on a WebSocket. */
export const MAX_MESSAGE_SIZE = 1024 * 1024;

/** How deeply an input may be nested. */
export const MAX_INPUT_DEPTH = 20;

/** A reader with more than this waiting is cut off. Same units as {@link MAX_MESSAGE_SIZE}. */
export const MAX_UNREAD_SIZE = 8 * 1024 * 1024;

/** Joins messages of one frame. JSON never contains a raw line feed. */
export const FRAME_SEPARATOR = '\n';

/** An empty frame at this interval tells the browser that the server is alive. Milliseconds. */
export const HEARTBEAT_MS = 10_000;

/** WebSocket subprotocol; the one-time ticket follows it as a second, so that it stays out of URLs. */
export const SOCKET_PROTOCOL = 'signalbox';

/** Header that every request but GET must carry; no foreign page can add it without being asked. */
export const CSRF_HEADER = 'x-signalbox-csrf';

/**
 * Where a browser gets its ticket (POST) and opens its WebSocket (GET), takes its cookie after a sign-in,
 * and becomes a display or a console again (POST).
 */
export const paths = {
  ticket: '/rpc/ticket',
  socket: '/rpc',
  handover: '/session/handover',
  pairDisplay: '/display/pair',
  forgetDisplay: '/display/forget',
  health: '/health',
  api: '/api/v1',
} as const;

/**
 * Window messages between renderer and preload, as plain strings: the renderer asks, and the
 * preload answers with the renderer's end of a new MessagePort as the only transferred port. The
 * renderer asks again after a port was closed.
 */
export const portMessages = {
  request: 'signalbox:connect',
  offer: 'signalbox:port',
} as const;
