import { randomBytes } from 'node:crypto';

/**
 * Name of the cookie that tells one browser from another. `__Host-` makes browsers refuse it unless
 * it is `Secure`, for the whole site and for no other host; Chromium takes it from
 * `http://127.0.0.1` and `http://localhost` as well, which it holds to be as good as encrypted.
 */
const COOKIE_NAME = '__Host-signalbox';

/** Name of the cookie by which a browser is a wall display. */
const DISPLAY_COOKIE_NAME = '__Host-signalbox-display';

/** As long as browsers keep a cookie at most; a display's right is shorter. Seconds. */
const DISPLAY_COOKIE_AGE_S = 400 * 86_400;

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** A new browser token: 256 random bits. */
export function newClientToken(): string {
  return randomBytes(32).toString('base64url');
}

function tokenIn(cookieHeader: string | undefined, wanted: string): string | null {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === wanted && value && tokenShape.test(value)) return value;
  }
  return null;
}

/** The browser's token among the cookies of a request, or `null` when there is no well-formed one. */
export const clientTokenOf = (cookieHeader: string | undefined): string | null =>
  tokenIn(cookieHeader, COOKIE_NAME);

/** The token of a display among the cookies of a request, or `null` when there is no well-formed one. */
export const displayTokenOf = (cookieHeader: string | undefined): string | null =>
  tokenIn(cookieHeader, DISPLAY_COOKIE_NAME);

/** The `Set-Cookie` value that gives a browser its token, until the browser is closed. */
export function clientCookie(token: string): string {
  return `${COOKIE_NAME}=${token}; Path=/; HttpOnly; Secure; SameSite=Strict`;
}

/** The `Set-Cookie` value that makes a browser a display; it outlasts restarts of the browser. */
export function displayCookie(token: string): string {
  return `${DISPLAY_COOKIE_NAME}=${token}; Max-Age=${DISPLAY_COOKIE_AGE_S}; Path=/; HttpOnly; Secure; SameSite=Strict`;
}

/** The `Set-Cookie` value by which a browser forgets that it was a display. */
export const noDisplayCookie = `${DISPLAY_COOKIE_NAME}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict`;
