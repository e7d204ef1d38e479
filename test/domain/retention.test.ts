import { describe, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import type { Order } from '../../src/domain/model/order.ts';
import type { Subscription } from '../../src/domain/model/subscription.ts';
import { runFollowUp } from '../../src/domain/payments/disputes.ts';
import { ensurePlayer } from '../../src/domain/players/players.ts';
import { resendDelivery } from '../../src/domain/webhooks/deliveries.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, orderNow, pay } from '../support/orders.ts';

const LARGE = { metadata: { note: 'x'.repeat(20_000) } };

function givenOrders(fixture: DomainFixture, count: number, fields: Parameters<typeof givenOrder>[1] = {}) {
  return Array.from({ length: count }, () => givenOrder(fixture, fields));
}

function isKept({ domain }: DomainFixture, { id }: Order): boolean {
  return domain.store.tables.orders.get(id) !== undefined;
}

describe('the number of orders', () => {
  it('has a limit beyond which the oldest are forgotten with everything that belongs to them [orders.retention]', () => {
    const fixture = createDomainFixture({ keepOrders: 10 });
    givenWebhook(fixture, { events: ['order.created', 'item.add'] });
    const paid = Array.from({ length: 5 }, () => {
      const order = givenOrder(fixture);
      pay(fixture, order, CARDS.insufficientFunds);
      pay(fixture, order, CARDS.good);
      answerAll(fixture, 'delivered');
      return order;
    });
    for (let count = 0; count < 40; count += 1) {
      givenOrder(fixture);
      answerAll(fixture, 'delivered');
    }
    const { orders, payments, events, deliveries, attempts } = fixture.domain.store.tables;
    expect(paid.some((order) => isKept(fixture, order))).toBe(false);
    expect(orders.size).toBeLessThanOrEqual(12);
    expect(payments.size).toBe(0);
    for (const event of events.all()) expect(orders.get(event.orderId ?? '')).toBeDefined();
    expect(events.size).toBe(orders.size);
    expect(deliveries.size).toBe(orders.size);
    expect(attempts.size).toBe(orders.size);
  });

  it('does not count an order whose delivery is pending, and forgets it when that has ended', () => {
    const fixture = createDomainFixture({ keepOrders: 5 });
    const webhook = givenWebhook(fixture, { events: ['order.created'] });
    const order = givenOrder(fixture);
    fixture.domain.store.transact(({ webhooks }) => {
      webhooks.put({ ...webhook, events: ['item.add'] });
    });
    givenOrders(fixture, 30);
    expect(isKept(fixture, order)).toBe(true);
    answerAll(fixture, 'exhausted');
    givenOrders(fixture, 10);
    expect(isKept(fixture, order)).toBe(false);
  });

  it.each(['exhausted', 'declined'] as const)(
    'leaves an order that is paid and whose items were %s, until it is resolved',
    (outcome) => {
      const fixture = createDomainFixture({ keepOrders: 5, autoRefund: false });
      const webhook = givenWebhook(fixture, { events: ['item.add'] });
      const order = givenOrder(fixture);
      pay(fixture, order, CARDS.good);
      answerAll(fixture, outcome);
      givenOrders(fixture, 30);
      expect(isKept(fixture, order)).toBe(true);
      const [delivery] = fixture.domain.store.tables.deliveries.by('webhook', webhook.id);
      resendDelivery(fixture.domain, fixture.game, delivery?.id ?? '');
      givenOrders(fixture, 30);
      answerAll(fixture, 'delivered');
      expect(orderNow(fixture, order).granting).toBe('granted');
      givenOrders(fixture, 10);
      expect(isKept(fixture, order)).toBe(false);
    },
  );

  it('leaves an order with a payment in progress, and one whose dispute is planned', () => {
    const fixture = createDomainFixture({ keepOrders: 5 });
    const [held, disputed] = [givenOrder(fixture), givenOrder(fixture)];
    pay(fixture, held, CARDS.good, { hold: true });
    pay(fixture, disputed, CARDS.disputeLost);
    const { followUps } = fixture.domain.store.tables;
    for (const kind of ['dispute', 'dispute_end'] as const) {
      givenOrders(fixture, 30);
      expect([isKept(fixture, held), isKept(fixture, disputed)]).toEqual([true, true]);
      const [planned] = [...followUps.all()];
      expect(planned?.kind).toBe(kind);
      runFollowUp(fixture.domain, planned?.id ?? '');
    }
    expect(orderNow(fixture, disputed).status).toBe('canceled');
    givenOrders(fixture, 10);
    expect([isKept(fixture, held), isKept(fixture, disputed)]).toEqual([true, false]);
  });
});

it('the order of a subscription is kept until the subscription has ended', () => {
  const fixture = createDomainFixture({ keepOrders: 5 });
  const order = givenOrder(fixture);
  pay(fixture, order, CARDS.good);
  const subscription = (status: Subscription['status']): Subscription => ({
    id: 'sub_1',
    gameId: fixture.game.id,
    playerId: order.playerId,
    userId: order.userId,
    itemId: 'itm_1',
    sku: 'VIP',
    name: 'VIP',
    orderId: order.id,
    lastOrderId: order.id,
    status,
    plan: {
      key: 'monthly',
      name: 'Monthly',
      billingCycle: { periodType: 'month', periodValue: 1 },
      renewalType: 'auto',
      price: 999,
      currency: 'USD',
      priceTemplateId: null,
      trialDays: 0,
      graceDays: 0,
      archivedAt: null,
      kept: {},
    },
    price: 999,
    currency: 'USD',
    payer: { cardScheme: null, cardLast4: null, email: null, country: null, postalCode: null },
    metadata: null,
    trialUntil: null,
    effectiveUntil: 0,
    createdAt: 0,
    updatedAt: null,
  });
  for (const [status, kept] of [
    ['active', true],
    ['ended', false],
  ] as const) {
    fixture.domain.store.transact(({ subscriptions }) => {
      subscriptions.put(subscription(status));
    });
    givenOrders(fixture, 30);
    expect(isKept(fixture, order)).toBe(kept);
  }
});

describe('the attempts of a delivery', () => {
  it('have a limit beyond which the oldest are forgotten', () => {
    const fixture = createDomainFixture();
    const webhook = givenWebhook(fixture, { events: ['order.created'] });
    givenOrder(fixture);
    const { deliveries, attempts } = fixture.domain.store.tables;
    const [delivery] = deliveries.by('webhook', webhook.id);
    const id = delivery?.id ?? '';
    for (let count = 1; count <= 250; count += 1) {
      answerAll(fixture, 'exhausted');
      resendDelivery(fixture.domain, fixture.game, id);
    }
    expect(attempts.by('delivery', id).map(({ number }) => number)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 51),
    );
    expect(deliveries.get(id)?.attempts).toBe(250);
  });
});

describe('the memory of records', () => {
  const MIB = 1024 * 1024;

  it('has a limit beyond which the oldest events and orders are forgotten', () => {
    const fixture = createDomainFixture({ maxBytes: MIB });
    const { orders, payments, events, deliveries, attempts } = fixture.domain.store.tables;
    const sizes = Array.from({ length: 200 }, () => {
      const order = givenOrder(fixture, LARGE);
      pay(fixture, order, CARDS.good);
      return [orders, payments, events, deliveries, attempts].reduce((sum, { bytes }) => sum + bytes, 0);
    });
    expect(Math.max(...sizes)).toBeLessThan(1.1 * MIB);
    expect(sizes.at(-1)).toBeGreaterThan(0.7 * MIB);
    expect(orders.size).toBeGreaterThan(10);
  });

  it('is searched again only when enough can be forgotten', () => {
    const fixture = createDomainFixture({ maxBytes: 2 * MIB });
    givenOrders(fixture, 60, LARGE);
    const { orders } = fixture.domain.store.tables;
    const sizes = Array.from({ length: 60 }, () => {
      givenOrder(fixture, LARGE);
      return orders.size;
    });
    const searches = sizes.filter((size, index) => size < (sizes[index - 1] ?? 0)).length;
    expect(searches).toBeGreaterThan(0);
    expect(searches).toBeLessThanOrEqual(15);
  });

  it('is not searched in vain while all orders have a payment in progress', () => {
    const fixture = createDomainFixture({ maxBytes: 2 * MIB, keepEvents: 1 });
    const search = vi.spyOn(fixture.domain.store.tables.followUps, 'all');
    for (let count = 0; count < 60; count += 1) {
      const order = givenOrder(fixture, LARGE);
      pay(fixture, order, CARDS.good, { hold: true });
    }
    const { orders } = fixture.domain.store.tables;
    expect(orders.bytes).toBeGreaterThan(MIB);
    expect(orders.size).toBe(60);
    expect(search).not.toHaveBeenCalled();
  });

  it('takes orders whose items failed last', () => {
    const fixture = createDomainFixture({ maxBytes: MIB });
    givenWebhook(fixture, { events: ['item.add'] });
    const failed = Array.from({ length: 60 }, () => {
      const order = givenOrder(fixture, LARGE);
      pay(fixture, order, CARDS.good);
      answerAll(fixture, 'exhausted');
      return order;
    });
    expect(failed.filter((order) => isKept(fixture, order)).length).toBeLessThan(30);
    expect(isKept(fixture, failed.at(-1) ?? givenOrder(fixture))).toBe(true);
  });

  it('counts the payments of one order that are declined again and again', () => {
    const fixture = createDomainFixture({ maxBytes: 0.5 * MIB });
    const order = givenOrder(fixture);
    const payAgain = () => {
      for (let count = 0; count < 2000; count += 1) pay(fixture, order, CARDS.insufficientFunds);
    };
    expect(payAgain).toThrow('--max-memory');
    expect(orderNow(fixture, order).status).toBe('reattempted');
  });

  it('refuses a new order with 503, and changes nothing, when it is full of what must stay', () => {
    const fixture = createDomainFixture({ maxBytes: MIB });
    givenWebhook(fixture, { events: ['order.created'] });
    const create = () => givenOrders(fixture, 200, LARGE);
    expect(create).toThrow(StorageUnavailable);
    expect(create).toThrow('--max-memory');
    const { orders, deliveries } = fixture.domain.store.tables;
    expect(deliveries.count('status', 'pending')).toBe(orders.size);
    answerAll(fixture, 'delivered');
    givenOrder(fixture, LARGE);
    expect(orders.size).toBeLessThan(60);
  });
});

describe('players, items and other records that stay', () => {
  const maxBytes = 1024 * 1024;
  const info = { name: 'x'.repeat(20_000) };

  function givenPlayers(fixture: DomainFixture): number {
    for (let count = 0; ; count += 1) {
      try {
        inTransaction(fixture.domain, (tx) => {
          ensurePlayer(tx, fixture.game.id, `player-${count}`, { info, email: null, country: null });
        });
      } catch (error) {
        expect(error).toBeInstanceOf(StorageUnavailable);
        expect((error as Error).message).toMatch(
          /may take 1 MiB, half of --max-memory\. Nothing was changed/,
        );
        return count;
      }
    }
  }

  it('may take half of the memory for records; then more of them are refused', () => {
    const fixture = createDomainFixture({ maxBytes });
    const count = givenPlayers(fixture);
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(27);
    expect(fixture.domain.store.tables.players.size).toBe(count);
    fixture.domain.store.transact(({ players }) => {
      for (const { id } of players.by('game', fixture.game.id).slice(0, 5)) players.delete(id);
    });
    expect(givenPlayers(fixture)).toBeGreaterThan(0);
  });

  it('leave room for the orders of players who are known, whose oldest are forgotten', () => {
    const fixture = createDomainFixture({ maxBytes });
    givenPlayers(fixture);
    const { orders } = fixture.domain.store.tables;
    const [first] = givenOrders(fixture, 100, { playerId: 'player-0' });
    expect(orders.bytes).toBeLessThan(maxBytes / 4);
    givenOrders(fixture, 300, { playerId: 'player-0', metadata: { note: 'x'.repeat(2000) } });
    expect(orders.size).toBeGreaterThan(20);
    expect(orders.bytes).toBeLessThan((maxBytes / 4) * 1.2);
    expect(first && isKept(fixture, first)).toBe(false);
  });
});
