import { BlockList, isIP } from 'node:net';

/** Networks that are not part of the public internet: the own machine, the own network, clouds' metadata, tests. */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
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
];
/** Inside 2000::/3, outside of which no IPv6 address is public: Teredo and its neighbours, documentation, 6to4. */
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [net, prefix] of NOT_PUBLIC_4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of NOT_PUBLIC_6) blocked.addSubnet(net, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
/** IPv4 addresses written as IPv6 ones: mapped, and translated (NAT64). */
const holding4 = new BlockList();
holding4.addSubnet('::ffff:0:0', 96, 'ipv6');
holding4.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether an address leads to the public internet (Q2). Anything that is not an address does not. */
export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%');
  switch (isIP(bare)) {
    case 4:
      return !blocked.check(bare, 'ipv4');
    case 6:
      if (holding4.check(bare, 'ipv6')) return isPublicAddress(lastFourBytes(bare));
      return global6.check(bare, 'ipv6') && !blocked.check(bare, 'ipv6');
    default:
      return false;
  }
}

/** `127.0.0.1` of `::ffff:7f00:1` and of `::ffff:127.0.0.1`. */
function lastFourBytes(address: string): string {
  // The URL standard writes every IPv6 address in one way, with hexadecimal groups only.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high, low] = groups.slice(-2).map(group => Number.parseInt(group || '0', 16));
  return [high ?? 0, low ?? 0].flatMap(group => [group >> 8, group & 255]).join('.');
}
