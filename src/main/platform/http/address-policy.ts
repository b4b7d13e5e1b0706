import { BlockList, isIP } from 'node:net';

/** Where an address lies: anybody's, the own network or machine, or nowhere a program should post to. */
export type AddressKind = 'public' | 'private' | 'forbidden';

function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Loopback, RFC 1918, shared address space (RFC 6598) and unique local addresses (RFC 4193). */
const privateNetworks = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
]);

/**
 * Link-local addresses, where clouds keep the credentials of their machines; multicast, reserved and
 * documentation ranges; and the IPv6 ranges that wrap an IPv4 address another network would unwrap.
 */
const forbiddenNetworks = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '64:ff9b::/96',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fe80::/10',
  'ff00::/8',
]);

/** Where an IP address lies; what is no address is forbidden. An IPv4 address in IPv6 clothes is what it wraps. */
export function kindOfAddress(address: string): AddressKind {
  const version = isIP(address);
  if (version === 0) return 'forbidden';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (forbiddenNetworks.check(address, family)) return 'forbidden';
  return privateNetworks.check(address, family) ? 'private' : 'public';
}

/** What may be posted to. */
export interface AddressPolicy {
  /** Addresses of the own network and machine, too. */
  readonly allowPrivate: boolean;
  /** The connection proves the server and hides the text. Without it only the own network is spoken to. */
  readonly secure: boolean;
}

/** Whether something may be posted to an IP address. */
export function mayPostTo(address: string, { allowPrivate, secure }: AddressPolicy): boolean {
  const kind = kindOfAddress(address);
  return kind === 'public' ? secure : kind === 'private' && allowPrivate;
}
