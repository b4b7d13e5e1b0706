import { randomBytes } from 'node:crypto';

/**
 * Name of the cookie that tells one browser from another. `__Host-` makes browsers refuse it unless
 * it is `Secure`, for the whole site and for no other host; Chromium takes it from
 * `http://127.0.0.1` and `http://localhost` as well, which it holds to be as good as encrypted.
 */
const COOKIE_NAME = '__Host-signalbox';

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** A new browser token: 256 random bits. */
export function newClientToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The browser's token among the cookies of a request, or `null` when there is no well-formed one. */
export function clientTokenOf(cookieHeader: string | undefined): string | null {
  for (const pair of (cookieHeader ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === COOKIE_NAME && value && tokenShape.test(value)) return value;
  }
  return null;
}

/** The `Set-Cookie` value that gives a browser its token, until the browser is closed. */
export function clientCookie(token: string): string {
  return `${COOKIE_NAME}=${token}; Path=/; HttpOnly; Secure; SameSite=Strict`;
}
