import { expect, it } from 'vitest';
import { attempt, FAILED, webhook } from '../support/control.ts';
import { asShown, linksIn, textAt } from './harm.ts';
import { startSite, type HostileSite } from './site.ts';
import { GROUPS } from './strings.ts';

const ROOT = '/dashboard/sandbox';
const PLAIN = {
  player_id: 'leia',
  items: [{ sku: 'CRS-82500', name: 'Plain' }],
  payment_methods_enabled: ['card'],
  country: 'DE',
};

/** An order with a hostile text in every field that takes it. */
function orderWith(text: string): object {
  return {
    player_id: text,
    items: [
      { sku: text, name: text, description: text, image_url: text, selected_plan_key: text, quantity: 2 },
    ],
    price_decimal: 5,
    currency: 'USD',
    email: text,
    country: text,
    // Keeps the 249 countries of the form out of the page: they take most of the time.
    country_locked: true,
    locale: text,
    user_agent: text,
    ip_address: text,
    platform: text,
    price_template_id: text,
    coupon_code: text,
    payment_methods_enabled: [text],
    player_info: { name: text, avatar_url: text, custom_attributes: { [text]: text } },
    metadata: { [text]: text, note: text },
    return_url: text,
    back_to_game_url: text,
    back_to_store_url: text,
    redirect_settings: { mode: 'delayed', target: text },
    ui_settings: { show_player_info: true, mode: text },
  };
}

/** A webhook's answer with a hostile text in its headers and its body. */
function answerWith(text: string) {
  const printable = text.replace(/[^\x20-\x7e]/g, '?');
  return {
    status: 200,
    headers: { 'content-type': text, [`x-evil-${printable}`]: printable },
    body: text,
    encoding: 'utf8' as const,
    bodyBytes: 10,
    truncated: false,
  };
}

const PAY_FIELDS = [
  'email',
  'card',
  'expiry',
  'cvv',
  'country',
  'postal_code',
  'saved_card',
  'tester_decline',
];

/** Pays, lets the game answer, and refunds. Returns the delivery. */
async function payAndRefund({ fixture, call, page }: HostileSite, id: string, text: string): Promise<string> {
  expect((await call('POST', `/_emulator/orders/${id}/pay`, { card: '4242424242424242' })).status).toBe(200);
  const waiting = fixture.domain.store.tables.deliveries.by('status', 'pending');
  const delivery = String(waiting[0]?.id);
  attempt(fixture, delivery, {
    verdict: 'failed',
    response: answerWith(text),
    nextAttemptAt: fixture.clock.now(),
  });
  const error = { kind: 'connection_refused' as const, message: text, hint: text };
  attempt(fixture, delivery, { ...FAILED, error });
  await page(`${ROOT}/orders/${id}/refund`, { reason: text });
  return delivery;
}

it.each(GROUPS)(
  'shows hostile texts such as %j in each field of an order, and in the answers of the game, as text',
  async (...texts) => {
    const site = await startSite();
    webhook(site.fixture, ['item.add']);
    for (const text of texts) {
      const id = String((await site.insist('/s2s/v1/orders', orderWith(text), PLAIN))['order_id']);
      const typed = Object.fromEntries(PAY_FIELDS.map((field) => [field, text]));
      const { nodes: checkout } = await site.page(`/order/${id}/pay`, typed);
      expect([asShown(text), 'Plain']).toContain(textAt(checkout, 'item-name'));
      const delivery = await payAndRefund(site, id, text);
      const { nodes: own } = await site.page(`${ROOT}/orders/${id}`);
      const [player = 'no link'] = linksIn(own, `${ROOT}/players/`);
      const paths = [
        `/order/${id}`,
        `/order/${id}/receipt`,
        `${ROOT}/orders/new?from=${id}`,
        `${ROOT}/deliveries/${delivery}`,
        player,
      ];
      for (const path of paths) expect([path, (await site.page(path)).status]).toEqual([path, 200]);
    }
    for (const list of ['', '/players', '/events', '/deliveries', '/requests']) {
      for (const number of [1, 2]) await site.page(`${ROOT}${list}?page=${number}`);
    }
    const events = site.fixture.events();
    for (const { id } of events.slice(0, 20)) await site.page(`${ROOT}/events/${id}`);
  },
);
