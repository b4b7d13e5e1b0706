import type { Connection } from '#platform/rpc/context.ts';
import type { IdentityParts } from '../identity-services.ts';
import { newToken, plainCode, tokenHash } from '../passwords/one-time-secrets.ts';
import { Refusal } from '../refusal.ts';
import { refundSource } from '../sessions/throttle.queries.ts';
import { chargePairing, pairingSource } from '../sessions/throttle.ts';
import type { DisplayKeeper } from './display-keeper.ts';
import { exchangeCode, findDisplayByToken, stampPlace } from './paired-displays.queries.ts';

/** A browser that asks to become a display. */
export interface PairingBrowser {
  readonly address: string | null;
  readonly userAgent: string;
}

/** What became of a try to pair. */
export type Pairing =
  | { readonly kind: 'paired'; readonly token: string }
  /** The code is unknown, used or too old. */
  | { readonly kind: 'refused' }
  /** Too many tries from there. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number };

/** Pairs browsers with displays, and knows them again. */
export interface DisplayPairing {
  /** Exchanges a one-time code for the token by which the browser is the display from then on. */
  pair(code: string, browser: PairingBrowser): Promise<Pairing>;
  /** Makes a new connection the display that its token belongs to, its right standing or over. */
  attachDisplay(connection: Connection, token: string): Promise<void>;
}

const originOf = ({ address, userAgent }: PairingBrowser) => ({
  ipAddress: address,
  userAgent,
  workstation: null,
});

/** Makes the service over one process's keeper. */
export function createDisplayPairing(parts: IdentityParts, keeper: DisplayKeeper): DisplayPairing {
  const { audit, security } = parts;
  const { clock, database } = parts.platform;

  async function exchange(code: string, browser: PairingBrowser): Promise<string | null> {
    const token = newToken();
    const now = clock.now().toISOString();
    const hash = tokenHash(plainCode(code));
    const place = { address: browser.address, user_agent: browser.userAgent };
    return database.asSystem('display-pairing', async (tx) => {
      const display = await exchangeCode(tx, hash, tokenHash(token), now, place);
      if (!display) {
        await security.record(tx, {
          eventType: 'display-pairing-refused',
          userId: null,
          success: false,
          resourceType: 'display',
          appContext: 'identity',
          origin: originOf(browser),
        });
        return null;
      }
      await refundSource(tx, pairingSource(browser.address));
      await audit.record(tx, {
        userId: null,
        username: 'display-pairing',
        action: 'display.pair',
        targetType: 'display',
        targetId: display.id,
        details: { name: display.name },
        origin: originOf(browser),
      });
      return token;
    });
  }

  return {
    async pair(code, browser) {
      try {
        await chargePairing(database, clock, browser.address);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'THROTTLED') throw error;
        return { kind: 'throttled', ...(error as Refusal<'THROTTLED'>).data };
      }
      const token = await exchange(code, browser);
      return token === null ? { kind: 'refused' } : { kind: 'paired', token };
    },
    async attachDisplay(connection, token) {
      const { address, userAgent: user_agent } = connection;
      const now = clock.now().toISOString();
      const row = await database.asSystem('display', async (tx) => {
        const found = await findDisplayByToken(tx, tokenHash(token));
        if (found) await stampPlace(tx, found.id, now, { address, user_agent });
        return found ?? null;
      });
      keeper.attach(connection, row);
    },
  };
}
