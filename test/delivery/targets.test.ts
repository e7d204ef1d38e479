import type { LookupAddress } from 'node:dns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/delivery/system-clock.ts';
import { createSender } from '../../src/delivery/transport/sender.ts';
import { TargetFilter, type WebhookTargets } from '../../src/delivery/transport/targets.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { anAttemptRequest } from './attempts.ts';

const LOOPBACK = ['127.0.0.1', '127.255.0.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1'];
const PRIVATE = [
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '100.127.255.255',
  'fd00::1',
  'fc00::1%eth0',
  '::ffff:10.0.0.1',
];
const PUBLIC = [
  '93.184.216.34',
  '172.32.0.1',
  '100.128.0.1',
  '0.1.2.3',
  '169.254.169.254',
  'fe80::1',
  'fe80::1%eth0',
  '2606:2800:220::1',
  '::ffff:93.184.216.34',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  'not an address',
];

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

function send(url: string, targets: WebhookTargets, loopbackHost: string | null = null) {
  const sender = createSender({ clock: systemClock(), targets, loopbackHost });
  return sender.send(anAttemptRequest({ url }), new AbortController().signal);
}

/** Calls a lookup as Node does for a name with these addresses. */
function lookUp(targets: WebhookTargets, found: readonly LookupAddress[], all: boolean) {
  const resolve = vi.fn((_name: string, _options: object, done: (e: null, found: object) => void) => {
    done(null, found);
  });
  return new Promise<unknown>((done) => {
    // The overloads of `lookup` cannot be written as one function.
    const lookup = new TargetFilter(targets).lookup(resolve as never);
    lookup('game.example', { all }, (error, address) => {
      done(error ?? address);
    });
  });
}

describe('--webhook-targets', () => {
  it.each([
    ['loopback', LOOPBACK, [...PRIVATE, ...PUBLIC]],
    ['private', [...LOOPBACK, ...PRIVATE], PUBLIC],
    ['any', [...LOOPBACK, ...PRIVATE, ...PUBLIC], []],
  ] as const)('%s tells addresses apart', (targets, allowed, refused) => {
    const filter = new TargetFilter(targets);
    expect(allowed.filter((address) => !filter.allows(address))).toEqual([]);
    expect(refused.filter((address) => filter.allows(address))).toEqual([]);
  });

  it('loopback reaches this machine, by name and by address', async () => {
    for (const host of ['127.0.0.1', 'localhost', '0.0.0.0', '[::ffff:127.0.0.1]']) {
      const { verdict, error } = await send(`http://${host}:${receiver.port}/hook`, 'loopback');
      expect([host, verdict, error]).toEqual([host, 'delivered', null]);
    }
  });

  it.each([
    ['http://10.0.0.1:9/hook', 'loopback'],
    ['https://[::ffff:10.0.0.1]:9/hook', 'loopback'],
    ['http://169.254.169.254/latest', 'private'],
    ['http://2130706434.example.invalid@93.184.216.34/hook', 'private'],
    ['http://0x5db8d822/hook', 'private'],
  ] as const)('refuses %s with %s, without a connection', async (url, targets) => {
    const { verdict, error, timings } = await send(url, targets);
    expect(verdict).toBe('failed');
    expect(error).toMatchObject({
      kind: 'target_refused',
      hint: expect.stringContaining('--webhook-targets') as string,
    });
    expect(error?.message).toContain(`--webhook-targets ${targets}`);
    expect(timings.connectMs).toBeNull();
  });

  it('judges the host that --loopback-host stands for', async () => {
    const { error } = await send(`http://localhost:${receiver.port}/`, 'loopback', '10.0.0.1');
    expect(error?.kind).toBe('target_refused');
  });

  it('leaves out the addresses of a name that are not allowed', async () => {
    const found = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.5', family: 4 },
      { address: 'fd00::5', family: 6 },
    ];
    expect(await lookUp('private', found, true)).toEqual(found.slice(1));
    expect(await lookUp('private', found, false)).toBe('10.0.0.5');
    expect(await lookUp('any', found, false)).toBe('93.184.216.34');
    expect(await lookUp('loopback', found, true)).toMatchObject({
      code: 'SENDER_TARGET_REFUSED',
      message: expect.stringContaining('game.example (93.184.216.34, 10.0.0.5, fd00::5)') as string,
    });
  });
});
