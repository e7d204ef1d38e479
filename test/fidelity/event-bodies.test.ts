import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { redeemCoupon } from '../../src/domain/coupons/redemptions.ts';
import { sendTestEvent } from '../../src/domain/testing/test-events.ts';
import type { EventType } from '../../src/domain/model/event.ts';
import { order, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { givenWebhook } from '../support/orders.ts';
import { addItem } from '../support/catalogue.ts';
import { makeCoupon } from '../support/coupons.ts';

interface Envelope {
  readonly event_type: string;
  readonly event_data: Record<string, unknown>;
  readonly idempotency_key: string | null;
  readonly trigger: string | null;
  readonly context: Record<string, Record<string, unknown> | null> | null;
}

/** The newest event of a type, as a webhook with or without the player context gets it. */
function envelope(fixture: Fixture, type: string, form: 'body' | 'bodyWithPlayer' = 'body'): Envelope {
  const event = fixture.events().findLast((one) => one.type === type);
  const text = event?.[form];
  if (text == null) throw new Error(`no ${type} was sent`);
  return JSON.parse(text) as Envelope;
}

function testData(fixture: Fixture, type: EventType): Record<string, unknown> {
  sendTestEvent(fixture.domain, fixture.game, webhook(fixture).id, type);
  return envelope(fixture, type).event_data;
}

const CARDS_BY_COUNTRY: readonly [card: string, country: string][] = [
  ['4242424242424242', 'GB'],
  ['4315081808308748', 'TH'],
  ['4111111111111111', 'PL'],
];

describe('context.player', () => {
  it('has null as the player without composite ids [events.composite-player]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['order.*'], playerContextEnabled: true });
    await order(fixture, { email: 'p@example.com', player_info: { name: 'R2' } });
    expect(envelope(fixture, 'order.created', 'bodyWithPlayer').context?.['player']).toEqual({
      player_id: 'r2d2-c3po',
      player: null,
      attributes: {},
      custom_attributes: {},
    });
  });
});

describe('the events of a redemption', () => {
  async function redemption(): Promise<Fixture> {
    const fixture = createFixture();
    const events = ['item.add', 'coupon.redeemed'] as const;
    givenWebhook(fixture, { events, playerContextEnabled: true });
    const itemId = await addItem(fixture, { price: 9499, quantity: 480_000 });
    makeCoupon(fixture, { code: 'FREE', type: 'free_item', freeItems: [{ itemId, quantity: 5 }] });
    redeemCoupon(fixture.domain, fixture.game, 'p1', 'FREE');
    return fixture;
  }

  it('have no order, and the player where the webhook wants it [events.redemption-context]', async () => {
    const fixture = await redemption();
    expect(envelope(fixture, 'coupon.redeemed').context).toBeNull();
    expect(envelope(fixture, 'item.add').context).toEqual({ order: null });
    for (const type of ['item.add', 'coupon.redeemed']) {
      const { context } = envelope(fixture, type, 'bodyWithPlayer');
      expect(context).toMatchObject({ order: null, player: { player_id: 'p1', player: null } });
    }
  });

  it('show the catalogue price in coupon.redeemed and none in item.add [events.free-item-price]', async () => {
    const fixture = await redemption();
    const none = { price: null, price_decimal: null, currency: null };
    const catalogue = { price: 9499, price_decimal: 94.99, currency: 'USD' };
    expect(envelope(fixture, 'item.add').event_data['items']).toMatchObject([none]);
    const { item, items } = envelope(fixture, 'coupon.redeemed').event_data;
    expect(item).toMatchObject(catalogue);
    expect(items).toEqual([item]);
  });
});

describe('an item of an order', () => {
  it('has null price fields when it is free [events.free-item-price]', async () => {
    const fixture = createFixture();
    webhook(fixture);
    const id = await order(fixture, { price_decimal: 0, currency: 'USD' });
    await post(fixture, `/orders/${id}/pay`).expect(200);
    const none = { price: null, price_decimal: null, currency: null };
    expect(envelope(fixture, 'item.add').event_data['items']).toMatchObject([none]);
    expect(envelope(fixture, 'order.paid').event_data['items']).toMatchObject([none]);
  });

  it('has the documented fields in order events, without its source [events.order-data]', async () => {
    const fixture = createFixture();
    await order(fixture);
    const [item] = envelope(fixture, 'order.created').event_data['items'] as object[];
    expect(Object.keys(item ?? {}).sort()).toEqual(
      'currency description id name nested_items price price_decimal quantity sku type'.split(' '),
    );
  });
});

describe('order events', () => {
  it('tell of a new order at its creation, and not again when its page is opened [events.order-created-at-creation]', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    expect(fixture.eventTypes()).toEqual(['order.created']);
    await request(fixture.listener).get(`/order/${id}`).expect(200);
    expect(fixture.eventTypes()).toEqual(['order.created']);
  });

  it('name the currency of the payment once there is one [events.order-data]', async () => {
    const fixture = createFixture();
    await paidOrder(fixture);
    expect(envelope(fixture, 'order.created').event_data).not.toHaveProperty('payment_currency');
    expect(envelope(fixture, 'order.paid').event_data['payment_currency']).toBe('USD');
  });

  it('have the country of the order, else of the player, else the default [events.order-country]', async () => {
    const fixture = createFixture();
    await order(fixture, { player_id: 'p1' });
    expect(envelope(fixture, 'order.created').event_data['country']).toBe('US');
    await order(fixture, { player_id: 'p1', country: 'DE' });
    expect(envelope(fixture, 'order.created').event_data['country']).toBe('DE');
    await order(fixture, { player_id: 'p1' });
    expect(envelope(fixture, 'order.created').event_data['country']).toBe('DE');
  });

  it.each(CARDS_BY_COUNTRY)(
    'have the country of card %s in their context [events.context-country]',
    async (card, country) => {
      const fixture = createFixture();
      await paidOrder(fixture, card);
      expect(envelope(fixture, 'order.paid').context?.['order']?.['country']).toBe(country);
      expect(envelope(fixture, 'payment.succeeded').event_data['country']).toBe('US');
    },
  );
});

describe('player.marketing_consent.updated', () => {
  it('has player and email, a trigger and no idempotency key [events.marketing-consent]', async () => {
    const fixture = createFixture();
    await order(fixture, { player_id: 'p1' });
    const path = '/s2s/v1/players/p1/marketing_consent/email';
    await fixture.s2s().post(`${path}/grant`).send({ address: 'p1@example.com' }).expect(204);
    const granted = envelope(fixture, 'player.marketing_consent.updated');
    expect(granted).toMatchObject({
      trigger: 's2s.player.marketing_consent.grant',
      idempotency_key: null,
      event_data: { player_id: 'p1', email: { address: 'p1@example.com', revoked_at: null } },
    });
    expect(Object.keys(granted.event_data)).toEqual(['player_id', 'email']);
    await fixture.s2s().post(`${path}/revoke`).expect(204);
    const revoked = envelope(fixture, 'player.marketing_consent.updated');
    expect(revoked.trigger).toBe('s2s.player.marketing_consent.revoke');
  });
});

describe('fraud.reported', () => {
  it('calls the card payment and the fraud as the guides do [events.fraud-data]', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    await post(fixture, `/orders/${id}/fraud`).expect(200);
    const { event_data: data, trigger } = envelope(fixture, 'fraud.reported');
    expect(data).toMatchObject({ payment_method: 'cards', fraud_type: 'card_stolen' });
    expect(trigger).toBeNull();
  });
});

describe('a test event', () => {
  it('of a push or popup has the documented fields [events.push-data]', () => {
    const fixture = createFixture();
    for (const type of ['ingame.push', 'ingame.popup'] as const) {
      expect(Object.keys(testData(fixture, type))).toEqual(['player_id', 'title', 'body', 'icon', 'url']);
    }
  });

  it('of an opened store has the documented fields [events.store-data]', () => {
    expect(Object.keys(testData(createFixture(), 'store.get'))).toEqual([
      'player_id',
      'is_anonymous',
      'placement_keys',
      'category_slugs',
      'current_page_path',
      'locale',
    ]);
  });

  it('of the analytics has name, action and label [events.analytics-data]', () => {
    const data = testData(createFixture(), 'analytics.checkout.payment_method.select');
    expect(data).toMatchObject({ name: 'checkout.payment_method', action: 'click', label: 'cards' });
  });
});
