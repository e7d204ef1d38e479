import { request } from 'node:http';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/app/emulator.ts';
import { baseForOtherDevices, networkAddresses, type ReadInterfaces } from '../../src/app/network.ts';
import { flagName } from '../../src/settings/command-line.ts';
import { optionName, parseOptions, type SettingOptions } from '../../src/settings/options.ts';

function address(text: string): NetworkInterfaceInfo {
  const shared = { address: text, netmask: '', mac: '', cidr: null, internal: text === '127.0.0.1' };
  return text.includes(':') ? { ...shared, family: 'IPv6', scopeid: 0 } : { ...shared, family: 'IPv4' };
}

const LOOPBACK = { lo: [address('127.0.0.1')] };

describe('the addresses on the network', () => {
  it('are IPv4, private ones of real interfaces first, those of containers and link-local ones last', () => {
    const interfaces = {
      ...LOOPBACK,
      link: [address('169.254.7.7')],
      docker0: [address('172.17.0.1')],
      wan0: [address('203.0.113.9')],
      wlan0: [address('fe80::1'), address('192.168.1.20')],
      eth0: [address('172.31.0.4')],
      none: undefined,
    };
    expect(networkAddresses(() => interfaces)).toEqual([
      '192.168.1.20',
      '172.31.0.4',
      '203.0.113.9',
      '172.17.0.1',
      '169.254.7.7',
    ]);
  });

  it.each([
    ['http://127.0.0.1:4242', ['http://10.0.0.2:4242', 'http://10.0.0.3:4242'], 'http://10.0.0.2:4242'],
    ['http://localhost:4242', ['http://10.0.0.2:4242'], 'http://10.0.0.2:4242'],
    ['http://[::1]:4242', [], null],
    ['http://10.0.0.9:4242', ['http://10.0.0.2:4242'], 'http://10.0.0.9:4242'],
    ['https://shop.example.test', [], 'https://shop.example.test'],
  ])('make of %s, with %j, links for other devices that begin with %s', (base, urls, expected) => {
    expect(baseForOtherDevices(base, urls)).toBe(expected);
  });
});

async function started(options: SettingOptions, interfaces: ReturnType<ReadInterfaces>) {
  const settings = parseOptions({ logLevel: 'silent', ...options });
  const emulator = await createEmulator(settings, optionName, undefined, () => interfaces);
  onTestFinished(() => emulator.stop());
  return emulator.start();
}

/** What the emulator answers on loopback to a request that names it by another host. */
function statusAt(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/_emulator/orders', headers: { host } });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('--lan', () => {
  it('tells the addresses on the network, and answers to them and on loopback', async () => {
    const interfaces = { ...LOOPBACK, eth0: [address('192.168.1.20')], eth1: [address('10.1.2.3')] };
    const { port, url, networkUrls } = await started({ lan: true }, interfaces);
    expect(networkUrls).toEqual([`http://192.168.1.20:${port}`, `http://10.1.2.3:${port}`]);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(await statusAt(port, `192.168.1.20:${port}`)).toBe(200);
    expect(await statusAt(port, `127.0.0.1:${port}`)).toBe(200);
    expect(await statusAt(port, `phone.example:${port}`)).toBe(403);
  });

  it('tells no address on the network without it', async () => {
    const { networkUrls } = await started({}, { ...LOOPBACK, eth0: [address('192.168.1.20')] });
    expect(networkUrls).toEqual([]);
  });

  it('says that there is no network', async () => {
    const settings = parseOptions({ lan: true });
    const create = createEmulator(settings, flagName, undefined, () => LOOPBACK);
    await expect(create).rejects.toThrow(
      '--lan needs a network, but this machine has no IPv4 address apart from loopback; start without it.',
    );
  });

  it.each(['0.0.0.0', '192.168.1.20', 'localhost'])('refuses --host %s beside it', (host) => {
    expect(() => parseOptions({ lan: true, host })).toThrow(
      "lan listens on loopback and the network, so it can't be combined with host; leave out one of them",
    );
  });

  it('listens on every address', () => {
    expect(parseOptions({ lan: true }).host).toBe('0.0.0.0');
    expect(parseOptions({ lan: false }).host).toBe('127.0.0.1');
  });
});
