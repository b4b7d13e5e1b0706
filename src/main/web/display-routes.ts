import { z } from 'zod';
import { displayCookie, noDisplayCookie } from './cookies.ts';
import { addressOf } from './gatekeeper.ts';
import { type Answer, answerJson, readSmallJson, refuse } from './http-answers.ts';
import type { WebServerOptions } from './web-options.ts';

const pairingBody = z.strictObject({ code: z.string().min(1).max(64) });

/** Makes a browser a wall display by a one-time code: its token goes into a cookie that no script reads. */
export function pairDisplay({ displays, exposure }: WebServerOptions): Answer {
  return async (request, response) => {
    const body = pairingBody.safeParse(await readSmallJson(request));
    if (!body.success) return refuse(response, 400, 'A pairing code is needed.');
    const pairing = await displays.pair(body.data.code, {
      address: addressOf(request, exposure),
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    });
    switch (pairing.kind) {
      case 'paired':
        response.setHeader('Set-Cookie', displayCookie(pairing.token));
        return answerJson(response, 200, {});
      case 'throttled':
        response.setHeader('Retry-After', pairing.retryAfterSeconds);
        return refuse(response, 429, 'Too many attempts. Wait before the next one.');
      case 'refused':
        return refuse(response, 410, 'That code is unknown, used or too old.');
    }
  };
}

/** Lets a browser be a console again. Its display's right stands until it ends or is revoked. */
export const forgetDisplay: Answer = (_request, response) => {
  response.setHeader('Set-Cookie', noDisplayCookie);
  answerJson(response, 200, {});
};
