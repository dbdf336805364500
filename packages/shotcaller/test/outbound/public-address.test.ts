import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../src/outbound/public-address.ts';

describe('an address of the public internet', () => {
  test.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700::1111',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback, the far end', '127.255.255.254'],
    ['this host', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private, the far end', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['link-local, cloud metadata', '169.254.169.254'],
    ['carrier-grade NAT, Alibaba metadata', '100.100.100.200'],
    ['protocol assignments, Oracle metadata', '192.0.0.192'],
    ['the Azure platform', '168.63.129.16'],
    ['benchmarking', '198.18.0.1'],
    ['documentation', '203.0.113.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 loopback', '::1'],
    ['IPv6 unspecified', '::'],
    ['IPv6 link-local with a zone', 'fe80::1%eth0'],
    ['unique local, AWS metadata', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped, even of a public one', '::ffff:1.1.1.1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::127.0.0.1'],
    ['NAT64, local', '64:ff9b:1::10.0.0.1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['outside of what is routed', '4000::1'],
    ['IPv6 multicast', 'ff02::1'],
    ['no address', 'example.com'],
    ['nothing', ''],
  ])('%s (%s) is none', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('loopback is let through only on request, and nothing else with it', () => {
    expect(['127.0.0.1', '::1'].map((address) => isPublicAddress(address, { allowLoopback: true }))).toEqual([
      true,
      true,
    ]);
    expect(
      ['10.0.0.1', '::ffff:127.0.0.1'].map((address) => isPublicAddress(address, { allowLoopback: true })),
    ).toEqual([false, false]);
  });
});
