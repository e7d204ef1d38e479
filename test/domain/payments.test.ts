import { describe, expect, it } from 'vitest';
import { cardOf, TEST_CARDS } from '../../src/domain/cards.ts';
import { Conflict, Invalid } from '../../src/domain/errors.ts';
import { expireOrder } from '../../src/domain/orders.ts';
import { answerThreeDs } from '../../src/domain/payments.ts';
import { resolvePayment } from '../../src/domain/payment-outcomes.ts';
import { buildHouse } from '../support/house.ts';
import { CARDS, givenOrder, orderNow, pay, paymentsNow } from '../support/orders.ts';

const SUCCESS = ['payment.pending', 'payment.succeeded', 'item.add', 'order.paid'];
const DECLINED = ['payment.pending', 'payment.declined'];

describe('paying an order', () => {
  it.each(TEST_CARDS.map((card) => [card.number, card] as const))(
    'plays the part of card %s',
    (number, card) => {
      const house = buildHouse();
      const { order, payment } = pay(house, givenOrder(house), number);
      const ends = {
        success: ['done', 'paid', SUCCESS],
        dispute: ['done', 'paid', SUCCESS],
        fraud: ['done', 'paid', SUCCESS],
        declined: ['failed', 'reattempted', DECLINED],
        three_d_secure: ['created', 'captured', ['payment.pending']],
      } as const;
      const [paymentStatus, orderStatus, events] = ends[card.outcome.kind];
      expect([payment.status, order.status]).toEqual([paymentStatus, orderStatus]);
      expect(house.eventTypes()).toEqual(['order.created', ...events]);
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
    const house = buildHouse();
    pay(house, givenOrder(house), CARDS.good);
    const { tables } = house.world.store;
    const stored = Object.values(tables).map((table) => JSON.stringify([...table.all()]));
    expect(stored.join()).not.toContain('4242424242');
  });

  it('refuses a card that is no test card and leaves the order as it was', () => {
    const house = buildHouse();
    const order = givenOrder(house);
    expect(() => pay(house, order, '4000000000000002')).toThrow(Invalid);
    expect(orderNow(house, order)).toEqual(order);
    expect(house.eventTypes()).toEqual(['order.created']);
  });

  it('never shows the refused number', () => {
    const house = buildHouse();
    expect(() => pay(house, givenOrder(house), '4000000000000002')).toThrow(/^(?!.*4000000000000002)/);
  });

  it('lets a declined order be paid with another card and keeps both attempts', () => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.insufficientFunds);
    pay(house, order, CARDS.good);
    expect(paymentsNow(house, order).map(({ status }) => status)).toEqual(['failed', 'done']);
    expect(house.eventTypes()).toEqual(['order.created', ...DECLINED, ...SUCCESS]);
  });

  it('gives each payment a transaction of its own that all its events share', () => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.insufficientFunds);
    pay(house, order, CARDS.good);
    const transactions = house.events().map((event) => event.transactionId);
    const [created, declined, , paid] = transactions;
    expect(transactions).toEqual([created, declined, declined, paid, paid, paid, paid]);
    expect(new Set([created, declined, paid]).size).toBe(3);
  });

  it('never runs two attempts at once', () => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.threeDSecure);
    expect(() => pay(house, order, CARDS.good)).toThrow(Conflict);
    expect(paymentsNow(house, order)).toHaveLength(1);
  });

  it('refuses an order that is paid, expired by call or expired by time', () => {
    const house = buildHouse();
    const [paid, called, late] = [givenOrder(house), givenOrder(house), givenOrder(house)];
    pay(house, paid, CARDS.good);
    expireOrder(house.world, house.game, called.id);
    house.clock.advance(24 * 3_600_000);
    for (const order of [paid, called, late]) {
      expect(() => pay(house, order, CARDS.good)).toThrow(Conflict);
    }
  });

  it('takes a free order without a card', () => {
    const house = buildHouse();
    const order = givenOrder(house, { discountPercent: 100 });
    const { payment } = pay(house, order, null);
    expect(payment).toMatchObject({ status: 'done', amount: 0, method: null });
  });

  it('holds a locked country against the player', () => {
    const house = buildHouse();
    const order = givenOrder(house, { country: 'DE', countryLocked: true });
    expect(() => pay(house, order, CARDS.good, { country: 'FR' })).toThrow(Invalid);
    expect(pay(house, order, CARDS.good, { country: 'DE' }).payment.country).toBe('DE');
  });

  it('locks an order without a country to the first one chosen', () => {
    const house = buildHouse();
    const order = givenOrder(house, { countryLocked: true });
    pay(house, order, CARDS.insufficientFunds, { country: 'FR' });
    expect(() => pay(house, order, CARDS.good, { country: 'DE' })).toThrow(Invalid);
  });
});

describe('3-D Secure', () => {
  it.each([
    ['complete', 'done', 'paid', SUCCESS.slice(1)],
    ['fail', 'failed', 'reattempted', ['payment.declined']],
  ] as const)('ends the payment when the player chooses %s', (answer, status, orderStatus, events) => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.threeDSecure);
    const { payment } = answerThreeDs(house.world, house.game, order.id, answer);
    expect([payment.status, orderNow(house, order).status]).toEqual([status, orderStatus]);
    expect(house.eventTypes()).toEqual(['order.created', 'payment.pending', ...events]);
  });

  it('can be answered in the same breath', () => {
    const house = buildHouse();
    const { payment } = pay(house, givenOrder(house), CARDS.threeDSecure, { threeDs: 'complete' });
    expect(payment).toMatchObject({ status: 'done', threeDs: 'authenticated' });
  });

  it('is not to be answered twice', () => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.threeDSecure, { threeDs: 'complete' });
    expect(() => answerThreeDs(house.world, house.game, order.id, 'fail')).toThrow(Conflict);
  });
});

describe('a payment held pending', () => {
  it.each([
    ['abandoned', 'payment.abandoned'],
    ['expired', 'payment.expired'],
  ] as const)('can end as %s and leaves the order payable', (status, event) => {
    const house = buildHouse();
    const order = givenOrder(house);
    pay(house, order, CARDS.good, { hold: true });
    resolvePayment(house.world, house.game, order.id, { status });
    expect(house.eventTypes()).toEqual(['order.created', 'payment.pending', event]);
    expect(pay(house, order, CARDS.good).order.status).toBe('paid');
  });
});
