import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { openDispute, winDispute } from '../../src/domain/payments/disputes.ts';
import { refundOrder } from '../../src/domain/payments/refunds.ts';
import type { CheckoutStatus } from '../../src/http/checkout/state.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { answerAll, givenWebhook } from '../support/orders.ts';
import { attributeAt, FORM, createOrder, payOrder, submit, stateOf, textAt, getPage } from './pages.ts';

async function paid(fixture: Fixture, more: object = {}): Promise<string> {
  const id = await createOrder(fixture, more);
  await submit(fixture, `/order/${id}/pay`, FORM).expect(303);
  return id;
}

async function pageOf(fixture: Fixture, id: string): Promise<string> {
  return (await getPage(fixture, `/order/${id}`).expect(200)).text;
}

describe('the page of an order', () => {
  it('waits for the game after the payment, and tells each attempt [checkout.waits-for-game]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    const id = await paid(fixture);
    const page = await pageOf(fixture, id);
    expect(stateOf(page)).toBe('granting');
    expect(textAt(page, 'outcome-title')).toBe('Payment received');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="2"></noscript>');
    answerAll(fixture, 'delivered');
    expect(stateOf(await pageOf(fixture, id))).toBe('done');
  });

  it('says that the money goes back when the game declines', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    const id = await paid(fixture);
    answerAll(fixture, 'declined');
    const page = await pageOf(fixture, id);
    expect(stateOf(page)).toBe('refunded');
    expect(textAt(page, 'outcome-note')).toContain('The game could not accept this order');
  });

  it.each([
    ['declined', { rules: { autoRefund: false } }],
    ['exhausted', {}],
  ] as const)('says that nothing was delivered when the game %s for good', async (answer, options) => {
    const fixture = createFixture(options);
    givenWebhook(fixture);
    const id = await paid(fixture, { back_to_game_url: 'mygame://back' });
    answerAll(fixture, answer);
    const page = await pageOf(fixture, id);
    expect(stateOf(page)).toBe('undelivered');
    expect(page).not.toContain('data-testid="redirect"');
  });

  it('tells of a refund, a dispute and its end', async () => {
    const fixture = createFixture();
    const refunded = await paid(fixture);
    refundOrder(fixture.domain, fixture.game, refunded, { reason: 'x', requestId: null });
    expect(stateOf(await pageOf(fixture, refunded))).toBe('refunded');
    const disputed = await paid(fixture);
    openDispute(fixture.domain, fixture.game, disputed, 'fraudulent');
    expect(stateOf(await pageOf(fixture, disputed))).toBe('disputed');
    winDispute(fixture.domain, fixture.game, disputed);
    expect(stateOf(await pageOf(fixture, disputed))).toBe('done');
  });

  it('tells that its time has run out', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await fixture.s2s().patch(`/s2s/v1/orders/${id}/expire`).expect(200);
    const page = await pageOf(fixture, id);
    expect(stateOf(page)).toBe('expired');
    expect(page).not.toContain('data-testid="pay-form"');
  });

  it.each(['', '/receipt', '/status', '/events'])('answers 404 for an unknown order%s', async (path) => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/ord_nothing${path}`).expect(404);
    expect(text).toContain('data-testid="error-page"');
    expect(text).toContain('There is no order &#34;ord_nothing&#34;.');
  });

  it('answers an unknown order to a program in JSON', async () => {
    const fixture = createFixture();
    const answer = await request(fixture.listener).get('/order/ord_nothing/status').expect(404);
    expect(answer.body).toEqual({ detail: 'There is no order "ord_nothing".' });
  });
});

describe('the summary', () => {
  it('shows items with their pictures, quantities and prices, the discount and the tax [money.tax-included] [money.discount-percent]', async () => {
    const fixture = createFixture({ rules: { taxPercent: 20 } });
    const items = [{ sku: 'CRS-82500', image_url: 'https://cdn.example/crystal.png' }];
    const page = await pageOf(fixture, await createOrder(fixture, { items, discount_percent: 25 }));
    expect(attributeAt(page, 'item-picture', 'src')).toBe('https://cdn.example/crystal.png');
    expect(textAt(page, 'item-quantity')).toBe('× 82,500');
    expect(textAt(page, 'item-price')).toBe('$29.99');
    expect(textAt(page, 'order-subtotal')).toBe('$29.99');
    expect(textAt(page, 'order-discount')).toBe('-$7.50');
    expect(textAt(page, 'order-total')).toBe('$22.49');
    expect(textAt(page, 'order-tax')).toBe('$3.75');
  });

  it('shows the player only when the order wants it [checkout.ui-settings]', async () => {
    const fixture = createFixture();
    const player_info = { name: 'Leia', avatar_url: 'https://cdn.example/leia.png' };
    const shown = await pageOf(
      fixture,
      await createOrder(fixture, { player_info, ui_settings: { show_player_info: true } }),
    );
    expect(textAt(shown, 'player-name')).toBe('Leia');
    expect(await pageOf(fixture, await createOrder(fixture, { player_info }))).not.toContain('Leia');
  });

  it.each(['dark', 'light', 'auto'])(
    'follows the wish for a %s page [checkout.ui-settings]',
    async (mode) => {
      const fixture = createFixture();
      const page = await pageOf(fixture, await createOrder(fixture, { ui_settings: { mode } }));
      expect(page).toContain(`data-theme="${mode}"`);
    },
  );
});

describe('the way back', () => {
  it('leads to game and store with the order’s id [orders.order-id-in-links]', async () => {
    const fixture = createFixture();
    const id = await paid(fixture, {
      back_to_game_url: 'mygame://done?o={order_id}',
      back_to_store_url: 'https://store.example/o/{order_id}',
    });
    const page = await pageOf(fixture, id);
    expect(attributeAt(page, 'back-to-game', 'href')).toBe(`mygame://done?o=${id}`);
    expect(attributeAt(page, 'back-to-store', 'href')).toBe(`https://store.example/o/${id}`);
    expect(page).not.toContain('data-testid="redirect"');
  });

  it.each([
    [{ mode: 'immediate' }, '0; url=mygame://back'],
    [{ mode: 'delayed' }, '5; url=mygame://back'],
    [{ mode: 'delayed', delay_seconds: 42, target: 'store' }, '42; url=https://store.example/'],
  ])(
    'is taken by itself with %o, without JavaScript too [checkout.redirect-settings]',
    async (redirect_settings, refresh) => {
      const fixture = createFixture();
      const links = { back_to_game_url: 'mygame://back', back_to_store_url: 'https://store.example/' };
      const page = await pageOf(fixture, await paid(fixture, { ...links, redirect_settings }));
      expect(page).toContain(`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`);
      expect(attributeAt(page, 'redirect', 'data-url')).toBe(refresh.split('url=')[1]);
    },
  );

  it('falls to the store where there is no game to go to, and is not taken without any link', async () => {
    const fixture = createFixture();
    const redirect_settings = { mode: 'immediate' };
    const store = { back_to_store_url: 'https://store.example/', redirect_settings };
    expect(attributeAt(await pageOf(fixture, await paid(fixture, store)), 'redirect', 'data-url')).toBe(
      'https://store.example/',
    );
    const page = await pageOf(fixture, await paid(fixture, { redirect_settings }));
    expect(page).not.toContain('data-testid="redirect"');
  });
});

describe('the receipt', () => {
  it('names number, items, amount, tax, card and date [payments.receipt]', async () => {
    const fixture = createFixture({ rules: { taxPercent: 10 } });
    const id = await paid(fixture);
    const { text } = await getPage(fixture, `/order/${id}/receipt`).expect(200);
    const record = fixture.domain.store.tables.orders.get(id);
    expect(textAt(text, 'receipt-number')).toBe(record?.receiptNumber);
    expect(textAt(text, 'receipt-order')).toBe(id);
    expect(textAt(text, 'receipt-total')).toBe('$29.99');
    expect(textAt(text, 'receipt-tax')).toBe('$2.73');
    expect(textAt(text, 'receipt-method')).toBe('VISA ending in 4242');
    expect(textAt(text, 'receipt-email')).toBe(FORM.email);
    expect(textAt(text, 'receipt-date')).toMatch(/2026/);
    expect(textAt(text, 'receipt-status')).toBe('Paid');
    expect(text).toContain('Magic Crystals');
  });

  it('stays after a refund, and says so', async () => {
    const fixture = createFixture();
    const id = await paid(fixture);
    refundOrder(fixture.domain, fixture.game, id, { reason: 'x', requestId: null });
    const { text } = await getPage(fixture, `/order/${id}/receipt`);
    expect(textAt(text, 'receipt-status')).toBe('Refunded');
  });

  it('is not there before the order is paid', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { text } = await getPage(fixture, `/order/${id}/receipt`);
    expect(stateOf(text)).toBe('payable');
  });
});

describe('GET /order/:id/status', () => {
  it('tells the order’s state, and a version that changes with it', async () => {
    const fixture = createFixture();
    givenWebhook(fixture);
    const id = await createOrder(fixture);
    const status = async () => {
      const answer = await request(fixture.listener).get(`/order/${id}/status`).expect(200);
      return answer.body as CheckoutStatus;
    };
    const before = await status();
    expect(before).toMatchObject({ state: 'payable', order_status: 'created', payment_status: null });
    await payOrder(fixture, id);
    const after = await status();
    expect(after).toMatchObject({ state: 'granting', order_status: 'paid', payment_status: 'done' });
    expect(after.version).not.toBe(before.version);
  });
});
