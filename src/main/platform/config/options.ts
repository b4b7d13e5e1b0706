import { parseArgs } from 'node:util';

/** How the server encrypts. */
export interface TlsOptions {
  readonly certFile: string;
  readonly keyFile: string;
  /** Host names that people type; those in the certificate unless given. */
  readonly names: readonly string[];
}

/** What a person may say on the command line of any starter. */
export interface StartOptions {
  /** Folder of settings, keys and the embedded database; the platform's user-data folder if unset. */
  readonly dataDir: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Open a window or browser when ready. */
  readonly open: boolean;
  /** Fill an empty data folder with the demonstration site. */
  readonly demo: boolean;
  /** PEM files with which the server encrypts for browsers of other machines. */
  readonly tls: TlsOptions | null;
  /** Public `https://` address of an encrypting proxy in front of the server. */
  readonly behindProxy: string | null;
}

/** A command line that cannot be followed; the message is one sentence for the person. */
export class BadOption extends Error {
  override readonly name = 'BadOption';
}

const declared = {
  data: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '7410' },
  'no-open': { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  name: { type: 'string', multiple: true },
  'behind-proxy': { type: 'string' },
} as const;

const usage =
  'Known options: --data DIR, --host H, --port N, --no-open, --tls-cert FILE with --tls-key FILE and --name HOST, --behind-proxy URL.';

/** Reads the command line. Throws {@link BadOption}. */
export function parseOptions(args: readonly string[]): StartOptions {
  const values = parse(args);
  return {
    dataDir: values.data,
    host: values.host,
    port: portOf(values.port),
    open: !values['no-open'],
    demo: values.demo,
    tls: tlsOf(values),
    behindProxy: values['behind-proxy'] ?? null,
  };
}

function tlsOf(values: ReturnType<typeof parse>): StartOptions['tls'] {
  const {
    'tls-cert': certFile,
    'tls-key': keyFile,
    'behind-proxy': proxy,
    name: names = [],
  } = values;
  if (certFile === undefined && keyFile === undefined && names.length === 0) return null;
  if (certFile !== undefined && keyFile !== undefined && proxy === undefined) {
    return { certFile, keyFile, names };
  }
  throw new BadOption(
    'Give --tls-cert and --tls-key together, --name only with them, or --behind-proxy without them.',
  );
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: declared, strict: true, allowPositionals: false })
      .values;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('.')[0] : String(error);
    throw new BadOption(`${why}. ${usage}`, { cause: error });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new BadOption(`--port must be a number from 0 to 65535, not "${text}".`);
  }
  return port;
}
