import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator as compose } from '../../src/app/emulator.ts';
import { createEmulator } from '../../src/index.ts';
import { optionName, parseOptions } from '../../src/settings/options.ts';

const { cache } = createRequire(import.meta.url);

function isLoaded(name: string): boolean {
  return Object.keys(cache).some((file) => file.includes(`/node_modules/${name}/`));
}

async function started(): Promise<string> {
  const emulator = await createEmulator({ logLevel: 'silent' });
  onTestFinished(() => emulator.stop());
  return (await emulator.start()).url;
}

/** As the command line creates it: not started yet. */
function lifecycle() {
  return compose(parseOptions({ logLevel: 'silent' }), optionName);
}

/** Something of each part of the app, to read and to send. */
const FIRST_REQUESTS = [
  { path: '/dashboard/sandbox', status: 200 },
  { path: '/dashboard/live/webhooks', status: 200 },
  { path: '/dashboard/idiomorph.js', status: 200 },
  { path: '/assets/dashboard.css', status: 200 },
  { path: '/order/ord_none', status: 404 },
  { path: '/_emulator/orders', status: 200 },
  { path: '/_emulator/reset', method: 'POST', status: 200 },
  { path: '/livez/', status: 200 },
] as const;

describe('a start', () => {
  it('leaves Express for the first page', async () => {
    const url = await started();
    const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
    const body = JSON.stringify({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] });
    const answers = await Promise.all([
      fetch(`${url}/livez`),
      fetch(`${url}/readyz`),
      fetch(`${url}/_emulator/orders`),
      fetch(`${url}/s2s/v1/orders`, { method: 'POST', headers, body }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 201]);
    expect(isLoaded('express')).toBe(false);

    await fetch(`${url}/dashboard/sandbox`);
    expect(isLoaded('express')).toBe(true);
  });

  it('is followed by many first requests at once, and each is answered', async () => {
    const url = await started();
    const answers = await Promise.all(
      FIRST_REQUESTS.map(({ path, ...rest }) => fetch(`${url}${path}`, 'method' in rest ? rest : {})),
    );
    expect(answers.map(({ status }) => status)).toEqual(FIRST_REQUESTS.map(({ status }) => status));
  });
});

describe('a stop', () => {
  it('waits for a start that is under way, and frees the port', async () => {
    const emulator = await lifecycle();
    const starting = emulator.start();
    await emulator.stop();
    const { port, url } = await starting;
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
    const next = await createEmulator({ port, logLevel: 'silent' });
    onTestFinished(() => next.stop());
    expect(await next.start()).toEqual({ port, url, networkUrls: [] });
  });

  it('may come before a start, which is then refused', async () => {
    const emulator = await lifecycle();
    await emulator.stop();
    await emulator.stop();
    await expect(emulator.start()).rejects.toThrow('The emulator was stopped; create another one.');
  });
});
