import type { RpcRouter, RpcServices } from '#platform/rpc/rpc-handler.ts';
import type { Exposure } from './exposure.ts';
import type { SessionPort } from '#platform/rpc/session-port.ts';
import type { ApiTokenPort } from './api-token-port.ts';
import type { DisplayPort } from './display-port.ts';

/** What `/health` tells: nothing that a stranger may not know. */
interface Health {
  /** `false` answers 503, for load balancers and watchdogs. */
  readonly ok: boolean;
}

/** What the web server is built from. */
export interface WebServerOptions {
  readonly router: RpcRouter;
  readonly services: RpcServices;
  readonly sessions: SessionPort;
  readonly tokens: ApiTokenPort;
  readonly displays: DisplayPort;
  /** Folder of the built renderer. */
  readonly rendererDir: string;
  /** Address to listen on; `127.0.0.1` unless the administrator says otherwise. */
  readonly host: string;
  /** Port to listen on; 0 takes any free one. */
  readonly port: number;
  readonly exposure: Exposure;
  /** Name of the station that this machine is, as people know it. */
  readonly workstation: string;
  /** Version of the program, for the API's description. */
  readonly version: string;
  health(): Health;
}

/** A running web server; disposing it ends every connection. */
export interface WebServer extends AsyncDisposable {
  /** The address to open in a browser. */
  readonly url: string;
  /** The port it listens on, which is not that of {@link url} behind a proxy. */
  readonly port: number;
}
