import ipaddr from 'ipaddr.js';

/**
 * Reads the ranges of a comma-separated list, such as `10.0.0.0/8,fd00::/8`; what is no range is left out. The answer says whether the
 * host of a URL is an address in one of them. Names are in none: they are not looked up.
 */
export function addressRanges(list: string): (hostname: string) => boolean {
  const ranges = list.split(',').flatMap((text) => (ipaddr.isValidCIDR(text) ? [ipaddr.parseCIDR(text)] : []));
  return (hostname) => {
    const text = hostname.replace(/^\[(.*)\]$/, '$1');
    // Of IPv4 the four numbers alone: ipaddr.js takes every spelling, and a bare number may be a name.
    if (ranges.length === 0 || !(text.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(text))) return false;
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
  };
}
