import { fail } from '../errors/index.ts';

/**
 * True when a host is on the list (`limits.destination_hosts`). `*` in a pattern stands for anything but a dot, as
 * the first part (`*.partner.example`) also for several parts; upper and lower case are the same. An absent list
 * allows every host, an empty one none.
 */
export function isAllowedHost(host: string, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  const folded = foldHost(host);
  return patterns.some(pattern => globOf(foldHost(pattern)).test(folded));
}

/** Throws `destination-host-not-allowed` for a host that is not on the list. */
export function checkAllowedHost(
  destination: { readonly name: string; readonly host: string | undefined },
  patterns: readonly string[] | undefined,
): void {
  if (destination.host === undefined || isAllowedHost(destination.host, patterns)) return;
  fail('destination-host-not-allowed', {
    destination: destination.name,
    host: destination.host,
    allowed: patterns?.join(', ') || 'none',
  });
}

/** A trailing dot and brackets around an IPv6 address name the same host. */
function foldHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function globOf(pattern: string): RegExp {
  const literal = (s: string) => s.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const leading = pattern.startsWith('*.');
  const rest = (leading ? pattern.slice(2) : pattern).split('*').map(literal).join('[^.]*');
  return new RegExp(pattern === '*' ? '^.*$' : `^${leading ? '(?:[^.]+\\.)+' : ''}${rest}$`);
}
