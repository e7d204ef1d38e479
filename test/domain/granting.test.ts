import { describe, expect, it } from 'vitest';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  runFollowUp,
  winDispute,
} from '../../src/domain/payments/disputes.ts';
import { resendDelivery } from '../../src/domain/webhooks/deliveries.ts';
import type { Rules } from '../../src/domain/model/context.ts';
import { Conflict } from '../../src/domain/model/errors.ts';
import { changeSettings } from '../../src/domain/games/games.ts';
import type { Order } from '../../src/domain/model/order.ts';
import { refundOrder } from '../../src/domain/payments/refunds.ts';
import { type Resolution, resolvePayment } from '../../src/domain/payments/outcomes.ts';
import { deleteWebhook } from '../../src/domain/webhooks/webhooks.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, orderNow, pay, paymentsNow } from '../support/orders.ts';

function paidOrder(
  rules: Partial<Rules> = {},
  card: string = CARDS.good,
): { fixture: DomainFixture; order: Order } {
  const fixture = createDomainFixture(rules);
  givenWebhook(fixture);
  const { order } = pay(fixture, givenOrder(fixture), card);
  return { fixture, order };
}

/** A payment that was held, until a person resolved it. */
function resolvedOrder(card: string, outcome: Resolution): DomainFixture {
  const fixture = createDomainFixture();
  givenWebhook(fixture);
  const { order } = pay(fixture, givenOrder(fixture), card, { hold: true });
  fixture.clock.advance(60_000);
  resolvePayment(fixture.domain, fixture.game, order.id, outcome);
  return fixture;
}

/** The events after those of the payment. */
function later(fixture: DomainFixture): readonly string[] {
  return fixture.eventTypes().slice(5);
}

const refund = (fixture: DomainFixture, order: Order) =>
  refundOrder(fixture.domain, fixture.game, order.id, { reason: 'asked', requestId: null });

describe('granting', () => {
  it.each([
    ['delivered', 'granted'],
    ['exhausted', 'failed'],
    ['declined', 'declined'],
  ] as const)('follows an item.add that was %s [granting.states]', (end, granting) => {
    const { fixture, order } = paidOrder();
    expect(order.granting).toBe('pending');
    answerAll(fixture, end);
    expect(orderNow(fixture, order).granting).toBe(granting);
  });

  it('is none when no webhook takes item.add [granting.none]', () => {
    const fixture = createDomainFixture();
    expect(pay(fixture, givenOrder(fixture), CARDS.good).order.granting).toBe('none');
  });

  it('waits until all webhooks have accepted [granting.several-webhooks] [webhooks.pending-canceled]', () => {
    const fixture = createDomainFixture();
    const [first] = [givenWebhook(fixture), givenWebhook(fixture)];
    const { order } = pay(fixture, givenOrder(fixture), CARDS.good);
    deleteWebhook(fixture.domain, fixture.game, first.id);
    expect(orderNow(fixture, order).granting).toBe('pending');
    answerAll(fixture, 'delivered');
    expect(orderNow(fixture, order).granting).toBe('partly_granted');
  });

  it('recovers when an exhausted delivery is resent [granting.resend]', () => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'exhausted');
    const [delivery] = fixture.domain.store.tables.deliveries.by('order', order.id);
    resendDelivery(fixture.domain, fixture.game, delivery?.id ?? '');
    expect(orderNow(fixture, order).granting).toBe('pending');
    answerAll(fixture, 'delivered');
    expect(orderNow(fixture, order).granting).toBe('granted');
  });
});

describe('granting by several webhooks', () => {
  /** An order paid while two webhooks take `item.add` and `item.remove`, and a third only `item.remove`. */
  function paidWithThree(rules: Partial<Rules> = {}) {
    const fixture = createDomainFixture(rules);
    const [accepting, other, removeOnly] = [
      givenWebhook(fixture),
      givenWebhook(fixture),
      givenWebhook(fixture, { events: ['item.remove'] }),
    ];
    const { order } = pay(fixture, givenOrder(fixture), CARDS.good);
    answerAll(fixture, 'delivered', accepting.id);
    return { fixture, order, accepting, other, removeOnly };
  }

  /** The webhooks that `item.remove` was sent to, and under how many event ids. */
  function removals(fixture: DomainFixture, order: Order) {
    const sent = fixture.domain.store.tables.deliveries
      .by('order', order.id)
      .filter(({ eventType }) => eventType === 'item.remove');
    return {
      webhooks: sent.map(({ webhookId }) => webhookId),
      events: new Set(sent.map(({ eventId }) => eventId)).size,
    };
  }

  it('is kept for each of them [granting.several-webhooks]', () => {
    const { fixture, order, accepting, other } = paidWithThree();
    expect(orderNow(fixture, order)).toMatchObject({
      granting: 'pending',
      grants: [
        { webhookId: accepting.id, status: 'granted' },
        { webhookId: other.id, status: 'pending' },
      ],
    });
    answerAll(fixture, 'exhausted', other.id);
    expect(orderNow(fixture, order).granting).toBe('partly_granted');
  });

  it('sends item.remove to those that accepted, whatever the others answered [granting.item-remove]', () => {
    const { fixture, order, accepting, other, removeOnly } = paidWithThree();
    answerAll(fixture, 'exhausted', other.id);
    refund(fixture, order);
    expect(removals(fixture, order)).toEqual({ webhooks: [accepting.id, removeOnly.id], events: 1 });
  });

  it('sends item.remove to one that accepts after the refund, as the same event [granting.item-remove]', () => {
    const { fixture, order, accepting, other, removeOnly } = paidWithThree();
    refund(fixture, order);
    expect(removals(fixture, order).webhooks).toEqual([accepting.id, removeOnly.id]);
    answerAll(fixture, 'delivered', other.id);
    expect(removals(fixture, order)).toEqual({
      webhooks: [accepting.id, removeOnly.id, other.id],
      events: 1,
    });
  });

  it('sends item.remove to one that accepts when its item.add is resent after the refund [granting.resend]', () => {
    const { fixture, order, other } = paidWithThree();
    answerAll(fixture, 'exhausted', other.id);
    refund(fixture, order);
    const late = fixture.domain.store.tables.deliveries
      .by('order', order.id)
      .find(({ webhookId, eventType }) => webhookId === other.id && eventType === 'item.add');
    resendDelivery(fixture.domain, fixture.game, late?.id ?? '');
    answerAll(fixture, 'delivered', other.id);
    expect(removals(fixture, order)).toMatchObject({
      webhooks: [expect.anything(), expect.anything(), other.id],
    });
    expect(orderNow(fixture, order).granting).toBe('granted');
  });

  it('takes back what one granted when another declines and the payment is refunded [granting.item-remove]', () => {
    const { fixture, order, accepting, other, removeOnly } = paidWithThree();
    answerAll(fixture, 'declined', other.id);
    expect(orderNow(fixture, order)).toMatchObject({ status: 'refunded', granting: 'declined' });
    expect(removals(fixture, order)).toEqual({ webhooks: [accepting.id, removeOnly.id], events: 1 });
  });

  it('sends nothing to a webhook that was deleted since [granting.item-remove]', () => {
    const { fixture, order, accepting, other, removeOnly } = paidWithThree();
    answerAll(fixture, 'delivered', other.id);
    deleteWebhook(fixture.domain, fixture.game, accepting.id);
    refund(fixture, order);
    expect(removals(fixture, order).webhooks).toEqual([other.id, removeOnly.id]);
  });
});

describe('a game that declines', () => {
  it('has the payment refunded at once, without item.remove [payments.automatic-refund]', () => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'declined');
    expect(orderNow(fixture, order)).toMatchObject({ status: 'refunded', granting: 'declined' });
    expect(paymentsNow(fixture, order)[0]?.status).toBe('refunded');
    expect(later(fixture)).toEqual(['payment.refunded', 'order.refunded']);
  });

  it.each([
    ['the process says so', { autoRefund: false }, null],
    ['the game says so, whatever the process says', {}, false],
  ])(
    'leaves the order paid when %s [payments.automatic-refund] [granting.declined-without-refund]',
    (_who, rules, autoRefund) => {
      const { fixture, order } = paidOrder(rules);
      changeSettings(fixture.domain, fixture.game, { autoRefund, retrySchedule: null });
      answerAll(fixture, 'declined');
      expect(orderNow(fixture, order)).toMatchObject({ status: 'paid', granting: 'declined' });
      expect(later(fixture)).toEqual([]);
    },
  );
});

describe('a refund', () => {
  it('takes granted items back, once [orders.refund-paid-only] [events.per-change]', () => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'delivered');
    refund(fixture, order);
    expect(later(fixture)).toEqual(['payment.refunded', 'order.refunded', 'item.remove']);
    expect(() => refund(fixture, order)).toThrow(Conflict);
    expect(later(fixture)).toHaveLength(3);
  });

  it('waits with item.remove until item.add has arrived [granting.item-remove]', () => {
    const { fixture, order } = paidOrder();
    refund(fixture, order);
    expect(later(fixture)).toEqual(['payment.refunded', 'order.refunded']);
    answerAll(fixture, 'delivered');
    expect(later(fixture)).toEqual(['payment.refunded', 'order.refunded', 'item.remove']);
    expect(
      new Set(
        fixture
          .events()
          .slice(5)
          .map((event) => event.transactionId),
      ).size,
    ).toBe(1);
  });

  it('sends no item.remove for items that were never granted [granting.item-remove]', () => {
    const { fixture, order } = paidOrder();
    refund(fixture, order);
    answerAll(fixture, 'exhausted');
    expect(later(fixture)).toEqual(['payment.refunded', 'order.refunded']);
  });

  it('says in item.remove why', () => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'delivered');
    refund(fixture, order);
    const removal = JSON.parse(fixture.events().at(-1)?.body ?? '') as Record<string, unknown>;
    expect(removal).toMatchObject({
      event_type: 'item.remove',
      trigger: 'order.refunded',
      event_data: { reason: `Order refunded ${order.id}`, sku: 'CRS-82500', player_id: 'r2d2-c3po' },
    });
  });
});

describe('disputes and fraud', () => {
  it('open, and are won [payments.undone-status] [events.per-change]', () => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'delivered');
    openDispute(fixture.domain, fixture.game, order.id);
    expect(orderNow(fixture, order).status).toBe('disputed');
    winDispute(fixture.domain, fixture.game, order.id);
    expect(orderNow(fixture, order).status).toBe('paid');
    expect(later(fixture)).toEqual(['payment.dispute', 'payment.succeeded']);
  });

  it.each([
    ['lost', ['payment.dispute', 'payment.chargeback', 'order.canceled', 'item.remove']],
    ['charged back at once', ['payment.chargeback', 'order.canceled', 'item.remove']],
  ] as const)('are %s [payments.undone-status] [events.per-change]', (how, events) => {
    const { fixture, order } = paidOrder();
    answerAll(fixture, 'delivered');
    if (how === 'lost') {
      openDispute(fixture.domain, fixture.game, order.id);
      loseDispute(fixture.domain, fixture.game, order.id);
    } else {
      chargeBack(fixture.domain, fixture.game, order.id);
    }
    expect(orderNow(fixture, order).status).toBe('canceled');
    expect(paymentsNow(fixture, order)[0]?.status).toBe('chargeback');
    expect(later(fixture)).toEqual(events);
  });

  it('do not let a disputed order be refunded', () => {
    const { fixture, order } = paidOrder();
    openDispute(fixture.domain, fixture.game, order.id);
    expect(() => refund(fixture, order)).toThrow(Conflict);
  });

  it('report fraud without changing anything', () => {
    const { fixture, order } = paidOrder();
    reportFraud(fixture.domain, fixture.game, order.id);
    expect(orderNow(fixture, order)).toEqual(order);
    expect(later(fixture)).toEqual(['fraud.reported']);
  });

  const CARDS_WITH_SEQUEL: [string, readonly string[]][] = [
    [CARDS.disputeLost, ['payment.dispute', 'payment.chargeback', 'order.canceled', 'item.remove']],
    [CARDS.disputeWon, ['payment.dispute', 'payment.succeeded']],
    [CARDS.fraud, ['fraud.reported']],
  ];

  it.each(
    CARDS_WITH_SEQUEL.flatMap(([card, events]) => [
      { card, how: 'paid at once', given: () => paidOrder({}, card).fixture, events },
      { card, how: 'held and resolved', given: () => resolvedOrder(card, 'succeeded'), events },
    ]),
  )('follow card $card, $how, by themselves [payments.follow-ups]', ({ given, events }) => {
    const fixture = given();
    answerAll(fixture, 'delivered');
    const { followUps } = fixture.domain.store.tables;
    for (let [next] = followUps.all(); next; [next] = followUps.all()) {
      expect(next.dueAt - fixture.clock.now()).toBe(2000);
      fixture.clock.advance(2000);
      runFollowUp(fixture.domain, next.id);
    }
    expect(later(fixture)).toEqual(events);
  });

  it.each(['declined', 'expired'] as const)('do not follow a payment that was held and %s', (outcome) => {
    const fixture = resolvedOrder(CARDS.disputeLost, outcome);
    expect(fixture.domain.store.tables.followUps.size).toBe(0);
  });

  it('pass when the order was refunded before the dispute came', () => {
    const { fixture, order } = paidOrder({}, CARDS.disputeLost);
    refund(fixture, order);
    const [followUp] = fixture.domain.store.tables.followUps.all();
    runFollowUp(fixture.domain, followUp?.id ?? '');
    expect(orderNow(fixture, order).status).toBe('refunded');
    expect(fixture.domain.store.tables.followUps.size).toBe(0);
  });
});
