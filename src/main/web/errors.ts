/** Another program listens on the port already. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
  readonly code = 'PORT_IN_USE';
  constructor(host: string, port: number) {
    super(
      `Port ${port} on ${host} is in use by another program. Stop it, or choose another port with --port.`,
    );
  }
}

/** The address cannot be listened on. */
export class AddressUnavailable extends Error {
  override readonly name = 'AddressUnavailable';
  readonly code = 'ADDRESS_UNAVAILABLE';
  constructor(host: string, port: number, cause: NodeJS.ErrnoException) {
    super(
      `Cannot listen on ${host}, port ${port} (${cause.code ?? cause.message}). Choose an address of this machine with --host, and a port above 1023.`,
      { cause },
    );
  }
}

/** The server was asked to listen beyond this machine without encryption. */
export class UnsafeExposure extends Error {
  override readonly name = 'UnsafeExposure';
  readonly code = 'UNSAFE_EXPOSURE';
  constructor(host: string) {
    super(
      `${host} is reachable from other machines, and sign-in needs an encrypted connection. Give a certificate with --tls-cert and --tls-key, or put an encrypting proxy in front and name its address with --behind-proxy.`,
    );
  }
}

/** The renderer has not been built. */
export class RendererMissing extends Error {
  override readonly name = 'RendererMissing';
  readonly code = 'RENDERER_MISSING';
  constructor(directory: string) {
    super(`There is no built console in ${directory}. Run "npm run build" first.`);
  }
}
