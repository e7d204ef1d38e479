import type { networkInterfaces } from 'node:os';
import { isLoopbackHost } from '../settings/settings.ts';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Where the network interfaces of a machine are read. */
export type ReadInterfaces = () => Interfaces;

/** Interfaces of containers, virtual machines and tunnels, at which a phone does not reach this machine. */
const VIRTUAL = /^(?:docker|br-|bridge|veth|virbr|vmnet|vboxnet|vEthernet|cni|utun|tun|tap|wg|tailscale|zt)/i;

/** RFC 1918. */
const PRIVATE = /^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/;

/** RFC 3927: what a machine has that no router gave an address. */
const LINK_LOCAL = '169.254.';

/**
 * The IPv4 addresses at which other machines may reach this one, the likeliest first: private ones of real interfaces,
 * then public ones, and those of virtual interfaces last.
 */
export function networkAddresses(read: ReadInterfaces): readonly string[] {
  const found = Object.entries(read()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, rank: rankOf(name, address) })),
  );
  return found.sort((one, other) => one.rank - other.rank).map(({ address }) => address);
}

function rankOf(name: string, address: string): number {
  if (address.startsWith(LINK_LOCAL)) return 3;
  if (VIRTUAL.test(name)) return 2;
  return PRIVATE.test(address) ? 0 : 1;
}

/**
 * What links for other devices begin with; `null` when they cannot connect.
 *
 * @param base what links begin with for the browser that asks. Where that is no loopback address, it leads other
 *   devices here too: it is a public URL, or an address on the network.
 * @param networkUrls where other machines reach the emulator
 */
export function baseForOtherDevices(base: string, networkUrls: readonly string[]): string | null {
  if (!URL.canParse(base)) return null;
  const host = new URL(base).hostname.replace(/^\[|\]$/g, '');
  return isLoopbackHost(host) ? (networkUrls[0] ?? null) : base;
}
