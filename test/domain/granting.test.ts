import { describe, expect, it } from 'vitest';
import { chargeBack, loseDispute, openDispute, winDispute } from '../../src/domain/disputes.ts';
import { resendDelivery } from '../../src/domain/deliveries.ts';
import { Conflict } from '../../src/domain/errors.ts';
import { runFollowUp } from '../../src/domain/follow-up-runs.ts';
import { reportFraud } from '../../src/domain/frauds.ts';
import { changeSettings } from '../../src/domain/games.ts';
import type { Order } from '../../src/domain/model/order.ts';
import { refundOrder } from '../../src/domain/refunds.ts';
import { resolveAs, type Resolution } from '../../src/domain/resolutions.ts';
import { deleteWebhook } from '../../src/domain/webhooks.ts';
import { buildHouse, type House, type HouseOptions } from '../support/house.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, orderNow, pay, paymentsNow } from '../support/orders.ts';

function paidOrder(options: HouseOptions = {}, card: string = CARDS.good): { house: House; order: Order } {
  const house = buildHouse(options);
  givenWebhook(house);
  const { order } = pay(house, givenOrder(house), card);
  return { house, order };
}

/** A payment that was held, until a person resolved it. */
function resolvedOrder(card: string, outcome: Resolution): House {
  const house = buildHouse();
  givenWebhook(house);
  const { order } = pay(house, givenOrder(house), card, { hold: true });
  house.clock.advance(60_000);
  resolveAs(house.world, house.game, order.id, outcome);
  return house;
}

/** The events after those of the payment. */
function later(house: House): readonly string[] {
  return house.eventTypes().slice(5);
}

const refund = (house: House, order: Order) =>
  refundOrder(house.world, house.game, order.id, { reason: 'asked', requestId: null });

describe('granting', () => {
  it.each([
    ['delivered', 'granted'],
    ['exhausted', 'failed'],
    ['declined', 'declined'],
  ] as const)('follows an item.add that was %s', (end, granting) => {
    const { house, order } = paidOrder();
    expect(order.granting).toBe('pending');
    answerAll(house, end);
    expect(orderNow(house, order).granting).toBe(granting);
  });

  it('is none when no webhook takes item.add', () => {
    const house = buildHouse();
    expect(pay(house, givenOrder(house), CARDS.good).order.granting).toBe('none');
  });

  it('waits until all webhooks have accepted', () => {
    const house = buildHouse();
    const [first] = [givenWebhook(house), givenWebhook(house)];
    const { order } = pay(house, givenOrder(house), CARDS.good);
    deleteWebhook(house.world, house.game, first.id);
    expect(orderNow(house, order).granting).toBe('pending');
    answerAll(house, 'delivered');
    expect(orderNow(house, order).granting).toBe('failed');
  });

  it('recovers when an exhausted delivery is resent', () => {
    const { house, order } = paidOrder();
    answerAll(house, 'exhausted');
    const [delivery] = house.world.store.tables.deliveries.by('order', order.id);
    resendDelivery(house.world, house.game, delivery?.id ?? '');
    expect(orderNow(house, order).granting).toBe('pending');
    answerAll(house, 'delivered');
    expect(orderNow(house, order).granting).toBe('granted');
  });
});

describe('a game that declines', () => {
  it('has the payment refunded at once, without item.remove', () => {
    const { house, order } = paidOrder();
    answerAll(house, 'declined');
    expect(orderNow(house, order)).toMatchObject({ status: 'refunded', granting: 'declined' });
    expect(paymentsNow(house, order)[0]?.status).toBe('refunded');
    expect(later(house)).toEqual(['payment.refunded', 'order.refunded']);
  });

  it.each([
    ['the process says so', { rules: { autoRefund: false } }, null],
    ['the game says so, whatever the process says', {}, false],
  ])('leaves the order paid when %s', (_who, options, autoRefund) => {
    const { house, order } = paidOrder(options);
    changeSettings(house.world, house.game, { autoRefund, retrySchedule: null });
    answerAll(house, 'declined');
    expect(orderNow(house, order)).toMatchObject({ status: 'paid', granting: 'declined' });
    expect(later(house)).toEqual([]);
  });
});

describe('a refund', () => {
  it('takes granted items back, once', () => {
    const { house, order } = paidOrder();
    answerAll(house, 'delivered');
    refund(house, order);
    expect(later(house)).toEqual(['payment.refunded', 'order.refunded', 'item.remove']);
    expect(() => refund(house, order)).toThrow(Conflict);
    expect(later(house)).toHaveLength(3);
  });

  it('waits with item.remove until item.add has arrived', () => {
    const { house, order } = paidOrder();
    refund(house, order);
    expect(later(house)).toEqual(['payment.refunded', 'order.refunded']);
    answerAll(house, 'delivered');
    expect(later(house)).toEqual(['payment.refunded', 'order.refunded', 'item.remove']);
    expect(
      new Set(
        house
          .events()
          .slice(5)
          .map((event) => event.transactionId),
      ).size,
    ).toBe(1);
  });

  it('sends no item.remove for items that were never granted', () => {
    const { house, order } = paidOrder();
    refund(house, order);
    answerAll(house, 'exhausted');
    expect(later(house)).toEqual(['payment.refunded', 'order.refunded']);
  });

  it('says in item.remove why', () => {
    const { house, order } = paidOrder();
    answerAll(house, 'delivered');
    refund(house, order);
    const removal = JSON.parse(house.events().at(-1)?.body ?? '') as Record<string, unknown>;
    expect(removal).toMatchObject({
      event_type: 'item.remove',
      trigger: 'order.refunded',
      event_data: { reason: `Order refunded ${order.id}`, sku: 'CRS-82500', player_id: 'r2d2-c3po' },
    });
  });
});

describe('disputes and fraud', () => {
  it('open, and are won', () => {
    const { house, order } = paidOrder();
    answerAll(house, 'delivered');
    openDispute(house.world, house.game, order.id);
    expect(orderNow(house, order).status).toBe('disputed');
    winDispute(house.world, house.game, order.id);
    expect(orderNow(house, order).status).toBe('paid');
    expect(later(house)).toEqual(['payment.dispute', 'payment.succeeded']);
  });

  it.each([
    ['lost', ['payment.dispute', 'payment.chargeback', 'order.canceled', 'item.remove']],
    ['charged back at once', ['payment.chargeback', 'order.canceled', 'item.remove']],
  ] as const)('are %s', (how, events) => {
    const { house, order } = paidOrder();
    answerAll(house, 'delivered');
    if (how === 'lost') {
      openDispute(house.world, house.game, order.id);
      loseDispute(house.world, house.game, order.id);
    } else {
      chargeBack(house.world, house.game, order.id);
    }
    expect(orderNow(house, order).status).toBe('canceled');
    expect(paymentsNow(house, order)[0]?.status).toBe('chargeback');
    expect(later(house)).toEqual(events);
  });

  it('do not let a disputed order be refunded', () => {
    const { house, order } = paidOrder();
    openDispute(house.world, house.game, order.id);
    expect(() => refund(house, order)).toThrow(Conflict);
  });

  it('report fraud without changing anything', () => {
    const { house, order } = paidOrder();
    reportFraud(house.world, house.game, order.id);
    expect(orderNow(house, order)).toEqual(order);
    expect(later(house)).toEqual(['fraud.reported']);
  });

  const CARDS_WITH_SEQUEL: [string, readonly string[]][] = [
    [CARDS.disputeLost, ['payment.dispute', 'payment.chargeback', 'order.canceled', 'item.remove']],
    [CARDS.disputeWon, ['payment.dispute', 'payment.succeeded']],
    [CARDS.fraud, ['fraud.reported']],
  ];

  it.each(
    CARDS_WITH_SEQUEL.flatMap(([card, events]) => [
      { card, how: 'paid at once', given: () => paidOrder({}, card).house, events },
      { card, how: 'held and resolved', given: () => resolvedOrder(card, 'succeeded'), events },
    ]),
  )('follow card $card, $how, by themselves', ({ given, events }) => {
    const house = given();
    answerAll(house, 'delivered');
    const { followUps } = house.world.store.tables;
    for (let [next] = followUps.all(); next; [next] = followUps.all()) {
      expect(next.dueAt - house.clock.now()).toBe(2000);
      house.clock.advance(2000);
      runFollowUp(house.world, next.id);
    }
    expect(later(house)).toEqual(events);
  });

  it.each(['declined', 'expired'] as const)('do not follow a payment that was held and %s', (outcome) => {
    const house = resolvedOrder(CARDS.disputeLost, outcome);
    expect(house.world.store.tables.followUps.size).toBe(0);
  });

  it('pass when the order was refunded before the dispute came', () => {
    const { house, order } = paidOrder({}, CARDS.disputeLost);
    refund(house, order);
    const [followUp] = house.world.store.tables.followUps.all();
    runFollowUp(house.world, followUp?.id ?? '');
    expect(orderNow(house, order).status).toBe('refunded');
    expect(house.world.store.tables.followUps.size).toBe(0);
  });
});
