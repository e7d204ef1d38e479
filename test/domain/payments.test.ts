import { describe, expect, it } from 'vitest';
import { cardOf, TEST_CARDS } from '../../src/domain/payments/cards.ts';
import { Conflict, Invalid } from '../../src/domain/model/errors.ts';
import { expireOrder } from '../../src/domain/orders/orders.ts';
import { stopPayment, answerThreeDs, resolvePayment } from '../../src/domain/payments/outcomes.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { CARDS, givenOrder, orderNow, pay, paymentsNow } from '../support/orders.ts';

const SUCCESS = ['payment.pending', 'payment.succeeded', 'item.add', 'order.paid'];
const DECLINED = ['payment.pending', 'payment.declined'];

describe('paying an order', () => {
  it.each(TEST_CARDS.map((card) => [card.number, card] as const))(
    'plays the part of card %s [payments.test-cards] [payments.order-status] [events.per-change]',
    (number, card) => {
      const fixture = createDomainFixture();
      const { order, payment } = pay(fixture, givenOrder(fixture), number);
      const ends = {
        success: ['done', 'paid', SUCCESS],
        dispute: ['done', 'paid', SUCCESS],
        fraud: ['done', 'paid', SUCCESS],
        declined: ['failed', 'reattempted', DECLINED],
        three_d_secure: ['created', 'captured', ['payment.pending']],
      } as const;
      const [paymentStatus, orderStatus, events] = ends[card.outcome.kind];
      expect([payment.status, order.status]).toEqual([paymentStatus, orderStatus]);
      expect(fixture.eventTypes()).toEqual(['order.created', ...events]);
      expect(payment.decline).toEqual(card.outcome.kind === 'declined' ? card.outcome.decline : null);
      expect(payment).toMatchObject({ cardLast4: number.slice(-4), cardScheme: card.scheme });
    },
  );

  it('knows every card again by its brand and last four digits', () => {
    const known = TEST_CARDS.map(({ number, scheme }) => {
      return cardOf({ cardScheme: scheme, cardLast4: number.slice(-4) });
    });
    expect(known).toEqual(TEST_CARDS);
  });

  it('keeps no card number anywhere', () => {
    const fixture = createDomainFixture();
    pay(fixture, givenOrder(fixture), CARDS.good);
    const { tables } = fixture.domain.store;
    const stored = Object.values(tables).map((table) => JSON.stringify([...table.all()]));
    expect(stored.join()).not.toContain('4242424242');
  });

  it('refuses a card that is no test card and leaves the order as it was [payments.unknown-card]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    expect(() => pay(fixture, order, '4000000000000002')).toThrow(Invalid);
    expect(orderNow(fixture, order)).toEqual(order);
    expect(fixture.eventTypes()).toEqual(['order.created']);
  });

  it('never shows the refused number [payments.unknown-card]', () => {
    const fixture = createDomainFixture();
    expect(() => pay(fixture, givenOrder(fixture), '4000000000000002')).toThrow(/^(?!.*4000000000000002)/);
  });

  it('lets a declined order be paid with another card and keeps both attempts', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    pay(fixture, order, CARDS.insufficientFunds);
    pay(fixture, order, CARDS.good);
    expect(paymentsNow(fixture, order).map(({ status }) => status)).toEqual(['failed', 'done']);
    expect(fixture.eventTypes()).toEqual(['order.created', ...DECLINED, ...SUCCESS]);
  });

  it('gives each payment a transaction of its own that all its events share [events.transaction-id] [events.transactions]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    pay(fixture, order, CARDS.insufficientFunds);
    pay(fixture, order, CARDS.good);
    const transactions = fixture.events().map((event) => event.transactionId);
    const [created, declined, , paid] = transactions;
    expect(transactions).toEqual([created, declined, declined, paid, paid, paid, paid]);
    expect(new Set([created, declined, paid]).size).toBe(3);
  });

  it('never runs two attempts at once [payments.one-attempt-at-a-time]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    pay(fixture, order, CARDS.threeDSecure);
    expect(() => pay(fixture, order, CARDS.good)).toThrow(Conflict);
    expect(paymentsNow(fixture, order)).toHaveLength(1);
  });

  it('refuses an order that is paid, expired by call or expired by time [orders.expiry-24h]', () => {
    const fixture = createDomainFixture();
    const [paid, called, late] = [givenOrder(fixture), givenOrder(fixture), givenOrder(fixture)];
    pay(fixture, paid, CARDS.good);
    expireOrder(fixture.domain, fixture.game, called.id);
    fixture.clock.advance(24 * 3_600_000);
    for (const order of [paid, called, late]) {
      expect(() => pay(fixture, order, CARDS.good)).toThrow(Conflict);
    }
  });

  it('takes a free order without a card [payments.zero-total]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture, { discountPercent: 100 });
    const { payment } = pay(fixture, order, null);
    expect(payment).toMatchObject({ status: 'done', amount: 0, method: null });
  });

  it('holds a locked country against the player', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture, { country: 'DE', countryLocked: true });
    expect(() => pay(fixture, order, CARDS.good, { country: 'FR' })).toThrow(Invalid);
    expect(pay(fixture, order, CARDS.good, { country: 'DE' }).payment.country).toBe('DE');
  });

  it('locks an order without a country to the first one chosen [orders.country-lock]', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture, { countryLocked: true });
    pay(fixture, order, CARDS.insufficientFunds, { country: 'FR' });
    expect(() => pay(fixture, order, CARDS.good, { country: 'DE' })).toThrow(Invalid);
  });
});

describe('3-D Secure', () => {
  it.each([
    ['complete', 'done', 'paid', SUCCESS.slice(1)],
    ['fail', 'failed', 'reattempted', ['payment.declined']],
  ] as const)(
    'ends the payment when the player chooses %s [payments.test-cards]',
    (answer, status, orderStatus, events) => {
      const fixture = createDomainFixture();
      const order = givenOrder(fixture);
      pay(fixture, order, CARDS.threeDSecure);
      const { payment } = answerThreeDs(fixture.domain, fixture.game, order.id, answer);
      expect([payment.status, orderNow(fixture, order).status]).toEqual([status, orderStatus]);
      expect(fixture.eventTypes()).toEqual(['order.created', 'payment.pending', ...events]);
    },
  );

  it('can be answered in the same breath', () => {
    const fixture = createDomainFixture();
    const { payment } = pay(fixture, givenOrder(fixture), CARDS.threeDSecure, { threeDs: 'complete' });
    expect(payment).toMatchObject({ status: 'done', threeDs: 'authenticated' });
  });

  it('is not to be answered twice', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    pay(fixture, order, CARDS.threeDSecure, { threeDs: 'complete' });
    expect(() => answerThreeDs(fixture.domain, fixture.game, order.id, 'fail')).toThrow(Conflict);
  });
});

describe('a payment held pending', () => {
  it.each([
    ['abandoned', 'payment.abandoned'],
    ['expired', 'payment.expired'],
  ] as const)('can end as %s and leaves the order payable [payments.order-status]', (status, event) => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    pay(fixture, order, CARDS.good, { hold: true });
    if (status === 'abandoned') stopPayment(fixture.domain, fixture.game, order.id, 'abandon');
    else resolvePayment(fixture.domain, fixture.game, order.id, status);
    expect(fixture.eventTypes()).toEqual(['order.created', 'payment.pending', event]);
    expect(pay(fixture, order, CARDS.good).order.status).toBe('paid');
  });
});
