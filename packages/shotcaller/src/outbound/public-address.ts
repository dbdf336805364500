import ipaddr from 'ipaddr.js';

export interface PublicAddressOptions {
  /** Also let 127.0.0.0/8 and ::1 through, for tests against a local server. Default false. */
  readonly allowLoopback?: boolean;
}

/**
 * Whether an IP address belongs to the public internet. Everything else is refused: private, loopback, link-local (with the
 * cloud metadata address), carrier-grade NAT, multicast, reserved, and every IPv6 form that carries an IPv4 address inside
 * (mapped, NAT64, 6to4, Teredo), because its way out cannot be told from here. Unreadable counts as not public.
 */
export function isPublicAddress(address: string, { allowLoopback = false }: PublicAddressOptions = {}): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback;
  if (range !== 'unicast' || parsed.toString() === azurePlatformAddress) return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
}

/** A public address by its number, but on every Azure machine the platform's own agent answers there. */
const azurePlatformAddress = '168.63.129.16';

/** 2000::/3, all that is routed. Outside of it `::7f00:1`, the old spelling of 127.0.0.1, would pass as unicast. */
const globalUnicast = ipaddr.parseCIDR('2000::/3');
