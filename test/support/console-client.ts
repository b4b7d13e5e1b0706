import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '#contract/index.ts';
import { connect } from '#lib/connection/connection.ts';
import { webTransport } from '#lib/connection/web-transport.ts';
import { testBrowser } from '#test/contract/support/web-harness.ts';

/** A console without a screen: the renderer's own connection, over a real WebSocket. */
export interface ConsoleClient extends Disposable {
  readonly client: ContractRouterClient<typeof contract>;
}

/** Opens a console at a server's address. */
export function openConsole(url: string): ConsoleClient {
  const browser = testBrowser(url);
  const transport = webTransport({
    ...browser,
    openSocket(address, protocols) {
      const socket = browser.openSocket(address, protocols);
      // Unlike a browser's, a socket of Node throws what nobody listens to; the close says it too.
      socket.on('error', () => undefined);
      return socket;
    },
  });
  const { client, close } = connect<typeof contract>(transport);
  return { client, [Symbol.dispose]: close };
}

/** Opens a console and signs in by password. */
export async function openConsoleAs(
  url: string,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<ConsoleClient> {
  const console = openConsole(url);
  const { kind } = await console.client.identity.session.signIn({ username, password });
  if (kind !== 'signed-in') throw new Error(`Signing in answered ${kind}.`);
  return console;
}
