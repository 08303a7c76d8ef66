import { BlockList, isIP } from 'node:net';

/** An address that a host's name stands for. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Networks that are nobody's public address, by the special-purpose registries of IPv4 and IPv6 (RFC 6890). */
const PRIVATE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Of IPv6 only 2000::/3 is public, without these: they name or wrap other addresses. */
const WRAPPING = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const privateNetworks = new BlockList();
for (const [network, prefix] of PRIVATE) privateNetworks.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of WRAPPING) privateNetworks.addSubnet(network, prefix, 'ipv6');
const publicNetworks = new BlockList();
publicNetworks.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the public internet; loopback, private and reserved ones are not. */
export function isPublicAddress({ address, family }: Address): boolean {
  if (family === 4) return !privateNetworks.check(address, 'ipv4');
  return publicNetworks.check(address, 'ipv6') && !privateNetworks.check(address, 'ipv6');
}

/** The address that a URL's host is written as, or nothing where it is a name. */
export function literalAddress(hostname: string): Address | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family === 4 || family === 6 ? { address, family } : undefined;
}
