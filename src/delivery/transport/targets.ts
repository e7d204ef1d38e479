import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';
import { SenderError } from '../diagnosis/failure.ts';

/** Which addresses webhooks may go to: this machine; also private networks; all. */
export type WebhookTargets = 'loopback' | 'private' | 'any';

type Subnet = readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** 0.0.0.0 and :: are addresses to listen on; a connection to them goes to this machine. */
const LOOPBACK: readonly Subnet[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['0.0.0.0', 32, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['::', 128, 'ipv6'],
];

/**
 * RFC 1918, the shared addresses of carriers and overlay networks (RFC 6598), and unique local addresses (RFC 4193).
 * Link-local addresses are not among them: there, clouds hand out the credentials of a machine.
 */
const PRIVATE: readonly Subnet[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['fc00::', 7, 'ipv6'],
];

/** Says which addresses webhooks may go to. */
export class TargetFilter {
  readonly #targets: WebhookTargets;
  readonly #allowed = new BlockList();

  constructor(targets: WebhookTargets) {
    this.#targets = targets;
    const subnets = targets === 'private' ? [...LOOPBACK, ...PRIVATE] : LOOPBACK;
    for (const [network, prefix, family] of subnets) this.#allowed.addSubnet(network, prefix, family);
  }

  /** @param address an IP address; an IPv6 address that maps an IPv4 address counts as that one */
  allows(address: string): boolean {
    if (this.#targets === 'any') return true;
    if (isIPv4(address)) return this.#allowed.check(address, 'ipv4');
    const [withoutZone = ''] = address.split('%');
    return isIPv6(withoutZone) && this.#allowed.check(withoutZone, 'ipv6');
  }

  /** Why nothing may be sent to this host when it has these addresses. */
  refusal(host: string, addresses: readonly string[]): SenderError {
    const resolved = addresses.join(', ');
    const named = resolved === host ? host : `${host} (${resolved})`;
    return new SenderError(
      'SENDER_TARGET_REFUSED',
      `Not sent: --webhook-targets ${this.#targets} does not allow ${named}`,
    );
  }

  /** Resolves names as the system does, and leaves out addresses that are not allowed. */
  lookup(resolve: typeof systemLookup = systemLookup): LookupFunction {
    return (hostname, options, done) => {
      resolve(hostname, { ...options, all: true }, (error, found) => {
        const addresses: readonly LookupAddress[] = error ? [] : found;
        const allowed = addresses.filter(({ address }) => this.allows(address));
        const [first] = allowed;
        const refusal = this.refusal(
          hostname,
          addresses.map(({ address }) => address),
        );
        if (!first) done(error ?? refusal, '');
        else if (options.all === true) done(null, allowed);
        else done(null, first.address, first.family);
      });
    };
  }
}
