import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/index.ts';
import type { ReceivedRequest } from '../support/rough-receiver.ts';
import { run, type Running } from './running.ts';

const CARDS = { declined: '4832285061609015', disputeLost: '4000000000000267', threeDs: '4224703082575813' };

let open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

async function start(options: EmulatorOptions = {}): Promise<Running> {
  const running = await run({ midaspayRetrySchedule: [10, 10, 10], ...options });
  open.push(() => running.close());
  return running;
}

interface Certificate {
  readonly certificate: string;
  readonly public_key: string;
  readonly serial: string;
  readonly merchant_id: string;
}

async function certificateOf(midas: Running): Promise<Certificate> {
  return (await midas.call('/_emulator/midaspay/certificate')) as unknown as Certificate;
}

/** Written from the contract alone: RSA PKCS#1 v1.5 with SHA-256 over timestamp, nonce and body, a newline behind each. */
function isSigned(
  { headers, body }: ReceivedRequest,
  { public_key, serial, merchant_id }: Certificate,
): boolean {
  const text = Buffer.concat([
    Buffer.from(`${headers['txgw-timestamp'] ?? ''}\n${headers['txgw-nonce'] ?? ''}\n`),
    body,
    Buffer.from('\n'),
  ]);
  const signature = Buffer.from(headers['txgw-signature'] ?? '', 'base64');
  return (
    verify('sha256', text, createPublicKey(public_key), signature) &&
    headers['txgw-serial'] === serial &&
    (headers['authorization'] ?? '').startsWith(
      `TXGW-SHA256-RSA2048 auth_id="${merchant_id}",auth_id_type=MERCHANT_ID,`,
    )
  );
}

function bodyOf(request: ReceivedRequest | undefined) {
  return JSON.parse(request?.text ?? '{}') as {
    notification_type: string;
    order: Record<string, string>;
    billing: { transaction: Record<string, string>; payment_details: Record<string, unknown> };
  };
}

describe('a paid order', () => {
  it('sends OrderPaid with every field of the contract [midaspay.notification-types] [midaspay.body] [midaspay.nesting] [midaspay.ids]', async () => {
    const midas = await start({ taxPercent: 19, midaspayMerchantId: 'M-42' });
    const id = await midas.order();
    await midas.pay(id);
    const [request] = await midas.receiver.received(1);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/midaspay?game=1',
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    const order = await midas.call(`/_emulator/orders/${id}`);
    const [payment] = order['payments'] as { payment_id: string }[];
    expect(JSON.parse(request?.text ?? '')).toEqual({
      notification_type: 'OrderPaid',
      items: [
        { sku: 'GEM-100', quantity: 3, amount: '1.10' },
        { sku: 'SKIN-1', quantity: 1, amount: '0.00' },
      ],
      order: {
        id,
        currency: 'EUR',
        amount: '9.90',
        status: 'Paid',
        invoice_id: order['receipt_number'],
      },
      user: { external_id: 'player-7', email: 'zoe@example.com' },
      billing: {
        settings: { merchant_id: 'M-42', project_id: 'project-1' },
        purchase: { total: { currency: 'EUR', amount: '9.90' } },
        transaction: {
          id: payment?.payment_id,
          external_id: 'tx-2026-0001',
          payment_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
          payment_method: 'card',
          payment_method_name: 'VISA',
          payment_method_order_id: expect.any(String) as string,
        },
        payment_details: {
          payment: { amount: '9.90', currency: 'EUR' },
          net_amount: '8.32',
          vat_amount: '1.58',
        },
      },
      custom_parameters: { server: 'eu-1', attempt: 2, nested: { a: [true, null] } },
    });
  });

  it('is signed with the key of the certificate [midaspay.headers] [midaspay.authorization] [midaspay.signature]', async () => {
    const midas = await start();
    await midas.pay(await midas.order());
    const [request] = await midas.receiver.received(1);
    const certificate = await certificateOf(midas);
    expect(certificate).toMatchObject({ http: 200, merchant_id: 'M1000001' });
    expect(certificate.serial).toMatch(/^[0-9A-F]{40}$/);
    expect(request && isSigned(request, certificate)).toBe(true);
    const headers: ReceivedRequest['headers'] = request?.headers ?? {};
    expect(headers['authorization']).toBe(
      'TXGW-SHA256-RSA2048 auth_id="M1000001",auth_id_type=MERCHANT_ID,' +
        `timestamp="${headers['txgw-timestamp'] ?? ''}",nonce="${headers['txgw-nonce'] ?? ''}",` +
        `serial="${certificate.serial}",signature="${headers['txgw-signature'] ?? ''}"`,
    );
    expect(Math.abs(Number(headers['txgw-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)(
    'is verified by the openssl command with the certificate',
    async () => {
      const midas = await start();
      await midas.pay(await midas.order());
      const [request] = await midas.receiver.received(1);
      const { certificate, serial } = await certificateOf(midas);
      const directory = mkdtempSync(join(tmpdir(), 'midaspay-'));
      try {
        const file = (name: string, content: string | Buffer): string => {
          writeFileSync(join(directory, name), content);
          return join(directory, name);
        };
        const { headers = {}, body = Buffer.alloc(0) } = request ?? {};
        const pem = file('certificate.pem', certificate);
        const head = `${headers['txgw-timestamp'] ?? ''}\n${headers['txgw-nonce'] ?? ''}\n`;
        const text = file('text', Buffer.concat([Buffer.from(head), body, Buffer.from('\n')]));
        const signature = file('signature', Buffer.from(headers['txgw-signature'] ?? '', 'base64'));
        const openssl = (...args: string[]): string => execFileSync('openssl', args).toString();
        expect(openssl('x509', '-in', pem, '-noout', '-serial')).toBe(`serial=${serial}\n`);
        const key = file('key.pem', openssl('x509', '-in', pem, '-noout', '-pubkey'));
        expect(openssl('dgst', '-sha256', '-verify', key, '-signature', signature, text)).toBe(
          'Verified OK\n',
        );
        expect(openssl('verify', '-CAfile', pem, pem)).toContain(': OK');
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  );

  it('is granted once the notification was accepted, and paid without a card when it is free', async () => {
    const midas = await start();
    const id = await midas.order((body) => {
      body.purchase.checkout.amount = '0';
    });
    await midas.call(`/_emulator/orders/${id}/pay`, {});
    await midas.delivery(id, 0, 'delivered');
    const order = await midas.call(`/_emulator/orders/${id}`);
    expect(order).toMatchObject({ platform: 'midaspay', status: 'paid', granting: 'granted' });
    const { transaction } = bodyOf(midas.receiver.requests[0]).billing;
    expect(transaction).toMatchObject({ payment_method: 'none', payment_method_name: 'None' });
  });

  it('has a discount when a coupon was used on the checkout page', async () => {
    const midas = await start();
    const coupon = { code: 'SAVE20', name: 'Save', type: 'discount', discount_percent: 20 };
    expect(await midas.call('/s2s/v1/coupons', coupon)).toMatchObject({ http: 201 });
    const id = await midas.order();
    const page = await fetch(`${midas.url}/order/${id}/coupon`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: midas.url },
      body: new URLSearchParams({ coupon_code: 'SAVE20', code: 'SAVE20' }),
      redirect: 'manual',
    });
    expect(page.status).toBeLessThan(400);
    await midas.pay(id);
    const [request] = await midas.receiver.received(1);
    expect(bodyOf(request).billing.payment_details).toEqual({
      payment: { amount: '7.92', currency: 'EUR' },
      net_amount: '7.92',
      vat_amount: '0.00',
      discount: {
        discount_id: expect.any(String) as string,
        discount_code: 'SAVE20',
        discount_amount: '1.98',
        discount_rate: '0.2',
      },
    });
  });
});

describe('an undone order', () => {
  it.each([
    ['refund', ['refund']],
    ['chargeback', ['chargeback']],
    ['lost dispute', ['dispute', 'dispute-lost']],
  ])('sends OrderCancelled after a %s, with the same ids [midaspay.cancellation]', async (_, actions) => {
    const midas = await start();
    const id = await midas.order();
    await midas.pay(id);
    for (const action of actions) {
      const body = action === 'refund' || action === 'dispute' ? { reason: 'fraudulent' } : {};
      expect(await midas.call(`/_emulator/orders/${id}/${action}`, body)).toMatchObject({ http: 200 });
    }
    const [paid, cancelled] = (await midas.receiver.received(2)).map(bodyOf);
    expect(cancelled).toEqual({
      ...paid,
      notification_type: 'OrderCancelled',
      order: { ...paid?.order, status: 'Cancelled' },
    });
    await midas.delivery(id, 1, 'delivered');
    expect(midas.receiver.requests).toHaveLength(2);
  });

  it('has a timeline that begins with its creation and names the refund', async () => {
    const midas = await start();
    const id = await midas.order();
    await midas.pay(id);
    await midas.delivery(id, 0, 'delivered');
    await midas.call(`/_emulator/orders/${id}/refund`, { reason: 'asked' });
    await midas.delivery(id, 1, 'delivered');
    expect(await midas.call(`/_emulator/orders/${id}/timeline`)).toMatchObject({
      timeline: ['order.created', 'order.paid', 'OrderPaid 200', 'refund', 'OrderCancelled 200'],
    });
  });

  it('is cancelled by the card whose dispute is lost', async () => {
    const midas = await start({ disputeDelayMs: 10 });
    await midas.pay(await midas.order(), CARDS.disputeLost);
    const types = (await midas.receiver.received(2)).map((request) => bodyOf(request).notification_type);
    expect(types).toEqual(['OrderPaid', 'OrderCancelled']);
  });

  it('does not wait for an acceptance of OrderPaid, and each is told apart by order and type [midaspay.deduplication]', async () => {
    const midas = await start({ midaspayRetrySchedule: [3_600_000] });
    midas.receiver.answer({ status: 500 });
    const id = await midas.order();
    await midas.pay(id);
    await midas.receiver.received(1);
    await midas.call(`/_emulator/orders/${id}/refund`, { reason: 'asked' });
    const keys = (await midas.receiver.received(2)).map((request) => {
      const { order, notification_type: type } = bodyOf(request);
      return `${order['id'] ?? ''} ${type}`;
    });
    expect(keys).toEqual([`${id} OrderPaid`, `${id} OrderCancelled`]);
    expect(await midas.delivery(id, 0, 'pending')).toMatchObject({ event_type: 'OrderPaid' });
  });
});

describe('a payment that does not succeed', () => {
  it('sends nothing [midaspay.decline-is-silent]', async () => {
    const midas = await start();
    const id = await midas.order();
    await midas.pay(id, CARDS.declined);
    await midas.call(`/_emulator/orders/${id}/pay`, { card: CARDS.threeDs, three_ds: 'fail' });
    await midas.call(`/_emulator/orders/${id}/abandon`, {});
    expect(await midas.call(`/_emulator/events?order_id=${id}`)).toMatchObject({ total: 0 });
    await midas.pay(id);
    expect((await midas.receiver.received(1)).map((request) => bodyOf(request).notification_type)).toEqual([
      'OrderPaid',
    ]);
  });
});

describe('an attempt', () => {
  it('has a timestamp and a nonce of its own, and the bytes of the first [midaspay.fresh-signature]', async () => {
    const midas = await start();
    midas.receiver.answer({ status: 500 }, { status: 200, body: { processed: false } });
    await midas.pay(await midas.order());
    const requests = await midas.receiver.received(3);
    const certificate = await certificateOf(midas);
    expect(requests.every((request) => isSigned(request, certificate))).toBe(true);
    expect(new Set(requests.map(({ text }) => text)).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers['txgw-nonce'])).size).toBe(3);
    expect(new Set(requests.map(({ headers }) => headers['txgw-signature'])).size).toBe(3);
  });

  it.each([
    [{ status: 500, body: { processed: true } }, 'http_status', 'the body is right, but the status is 500'],
    [{ status: 302, body: { processed: true } }, 'http_status', 'the body is right, but the status is 302'],
    [{ status: 200, body: { processed: false } }, 'not_processed', '"processed" is false'],
    [{ status: 200, body: { processed: 'true' } }, 'not_processed', '"processed" is "true"'],
    [{ status: 200, body: {} }, 'not_processed', 'has no "processed"'],
    [{ status: 200, body: 'ok' }, 'not_processed', 'the body is not JSON'],
    [{ status: 204 }, 'not_processed', 'the body is empty'],
    [{ status: 404, body: 'nothing' }, 'http_status', 'the status is 404, and the body is not JSON'],
  ])(
    'answered with %j is a failure, and its hint names what is missing [midaspay.acceptance] [midaspay.processed-is-boolean]',
    async (answer, kind, missing) => {
      const midas = await start({ midaspayRetrySchedule: 'none' });
      midas.receiver.always(answer);
      const id = await midas.order();
      await midas.pay(id);
      const { attempts } = await midas.delivery(id, 0, 'exhausted');
      expect(attempts[0]?.error).toMatchObject({ kind });
      expect(attempts[0]?.error?.hint).toContain(missing);
      expect(attempts[0]?.error?.hint).not.toMatch(/hmac|secret|S2S/i);
      expect(await midas.call(`/_emulator/orders/${id}`)).toMatchObject({
        granting: 'failed',
        status: 'paid',
      });
    },
  );

  it('that the receiver rejects by its signature is diagnosed for RSA', async () => {
    const midas = await start({ midaspayRetrySchedule: 'none' });
    midas.receiver.always(({ headers, text }) => ({
      status: 401,
      body: {
        processed: false,
        verified: `${headers['txgw-timestamp'] ?? ''}\n${headers['txgw-nonce'] ?? ''}\n${text}`,
      },
    }));
    const id = await midas.order();
    await midas.pay(id);
    const { attempts } = await midas.delivery(id, 0, 'exhausted');
    expect(attempts[0]?.error?.hint).toContain('the last newline is missing');
    expect(attempts[0]?.error?.hint).not.toMatch(/hmac|secret|S2S/i);
  });

  it('is retried after the schedule of Midasbuy, whatever --retry-schedule says [midaspay.retries]', async () => {
    const midas = await start({ retrySchedule: 'none', midaspayRetrySchedule: undefined });
    midas.receiver.always({ status: 500 });
    const id = await midas.order();
    await midas.pay(id);
    const [first, second] = await midas.receiver.received(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
    const { next_attempt_at: next } = await midas.deliveryWith(id, 2);
    expect((next ?? 0) - (second?.at ?? 0) / 1000).toBeGreaterThan(55);
  });

  it('can be made again by hand', async () => {
    const midas = await start({ midaspayRetrySchedule: 'none' });
    midas.receiver.answer({ status: 500 });
    const id = await midas.order();
    await midas.pay(id);
    const { id: deliveryId } = await midas.delivery(id, 0, 'exhausted');
    expect(await midas.call(`/_emulator/deliveries/${deliveryId}/resend`, {})).toMatchObject({ http: 200 });
    await midas.delivery(id, 0, 'delivered');
    expect(await midas.call(`/_emulator/orders/${id}`)).toMatchObject({ granting: 'granted' });
  });
});

describe('the endpoint of an order', () => {
  it('is --midaspay-webhook when the token has none [midaspay.endpoint]', async () => {
    const receiver = await start();
    const midas = await start({ midaspayWebhook: `${receiver.receiver.url}/fallback` });
    const id = await midas.order((body) => {
      Reflect.deleteProperty(body.settings, 'webhook_url');
    });
    await midas.pay(id);
    expect((await receiver.receiver.received(1))[0]?.path).toBe('/fallback');
    expect(midas.receiver.requests).toHaveLength(0);
  });

  it('is nowhere without either, which the page of the order says [midaspay.endpoint]', async () => {
    const midas = await start();
    const id = await midas.order((body) => {
      Reflect.deleteProperty(body.settings, 'webhook_url');
    });
    const page = async (): Promise<string> => (await fetch(`${midas.url}/dashboard/orders/${id}`)).text();
    expect(await page()).toContain('--midaspay-webhook is not set');
    await midas.pay(id);
    expect(await page()).toContain('--midaspay-webhook is not set');
    expect(await page()).not.toContain('data-testid="register-webhook"');
    const checkout = await (await fetch(`${midas.url}/order/${id}`)).text();
    expect(checkout).not.toContain('data-testid="register-webhook"');
    expect(await midas.call(`/_emulator/events?order_id=${id}`)).toMatchObject({ total: 1 });
    expect(await midas.call(`/_emulator/deliveries?order_id=${id}`)).toMatchObject({ total: 0 });
    expect(await midas.call(`/_emulator/orders/${id}`)).toMatchObject({ granting: 'none', status: 'paid' });
  });

  it('is no webhook of Aghanim, and neither platform hears of the orders of the other', async () => {
    const midas = await start();
    const hook = {
      url: `${midas.receiver.url}/aghanim`,
      events: ['order.*', 'payment.*', 'item.add'],
      method: 'POST',
    };
    await midas.call('/s2s/v1/webhooks', hook);
    const id = await midas.order();
    await midas.pay(id);
    const aghanim = (await midas.call('/s2s/v1/orders', {
      player_id: 'p',
      items: [{ sku: 'CRS-82500' }],
    })) as { order_id: string };
    await midas.pay(aghanim.order_id);
    await midas.delivery(id, 0, 'delivered');
    const deliveries = (await midas.call('/_emulator/deliveries?limit=100')) as unknown as {
      data: { platform: string; order_id: string; url: string; webhook_id: string }[];
    };
    expect(deliveries.data.filter((one) => one.platform === 'midaspay').map((one) => one.order_id)).toEqual([
      id,
    ]);
    for (const one of deliveries.data) {
      expect([one.platform, one.order_id === id, one.url.endsWith('/aghanim')]).toEqual(
        one.platform === 'midaspay' ? ['midaspay', true, false] : ['aghanim', false, true],
      );
    }
    const webhooks = await fetch(`${midas.url}/s2s/v1/webhooks`, {
      headers: { Authorization: 'Bearer s2s_sandbox_local' },
    });
    expect(await webhooks.json()).toHaveLength(1);
    const [own] = deliveries.data.filter((one) => one.platform === 'midaspay');
    expect(await midas.call(`/s2s/v1/webhooks/${own?.webhook_id ?? ''}`)).toMatchObject({ http: 404 });
    const orders = (await midas.call('/_emulator/orders')) as unknown as { data: { platform: string }[] };
    expect(orders.data.map(({ platform }) => platform)).toEqual(['aghanim', 'midaspay']);
  });
});

describe('the key pair', () => {
  it('is kept with the state, through a restart and a reset [midaspay.key-pair]', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'midaspay-'));
    open.push(() => {
      rmSync(dataDir, { recursive: true });
      return Promise.resolve();
    });
    const first = await start({ ephemeral: false, dataDir });
    const certificate = await certificateOf(first);
    expect(await certificateOf(first)).toEqual(certificate);
    await first.call('/_emulator/reset', {});
    expect(await certificateOf(first)).toEqual(certificate);
    await first.emulator.stop();
    const second = await start({ ephemeral: false, dataDir });
    expect(await certificateOf(second)).toEqual(certificate);
    await second.pay(await second.order());
    const [request] = await second.receiver.received(1);
    expect(request && isSigned(request, certificate)).toBe(true);
  });

  it('is one for requests that ask at once, and another for another process in memory', async () => {
    const [first, second] = [await start(), await start()];
    const all = await Promise.all([1, 2, 3].map(() => certificateOf(first)));
    expect(new Set(all.map(({ serial }) => serial)).size).toBe(1);
    expect((await certificateOf(second)).serial).not.toBe(all[0]?.serial);
  });
});
