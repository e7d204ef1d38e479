import { describe, expect, it } from 'vitest';
import { inTransaction, type Tx } from '../../src/domain/model/context.ts';
import { Conflict, Refusal } from '../../src/domain/model/errors.ts';
import type { Order } from '../../src/domain/model/order.ts';
import { expireOrder } from '../../src/domain/orders/orders.ts';
import { type ManualAction, possibleActions } from '../../src/domain/orders/states.ts';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  runFollowUp,
  winDispute,
} from '../../src/domain/payments/disputes.ts';
import { resetGranting } from '../../src/domain/payments/granting.ts';
import { updateFees } from '../../src/domain/payments/fee-updates.ts';
import { resolvePayment, stopPayment } from '../../src/domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../src/domain/payments/payments.ts';
import { refundOrder } from '../../src/domain/payments/refunds.ts';
import { createDomainFixture, type DomainFixture } from '../support/domain-fixture.ts';
import { answerAll, CARDS, givenOrder, givenWebhook, orderNow, pay } from '../support/orders.ts';

type Step = (fixture: DomainFixture, order: Order) => unknown;

const refund: Step = ({ domain, game }, { id }) =>
  refundOrder(domain, game, id, { reason: 'asked', requestId: null });

const ACTIONS: Readonly<Record<ManualAction, Step>> = {
  refund,
  chargeback: ({ domain, game }, { id }) => chargeBack(domain, game, id),
  dispute: ({ domain, game }, { id }) => openDispute(domain, game, id),
  'dispute-won': ({ domain, game }, { id }) => winDispute(domain, game, id),
  'dispute-lost': ({ domain, game }, { id }) => loseDispute(domain, game, id),
  fraud: ({ domain, game }, { id }) => reportFraud(domain, game, id),
  expire: ({ domain, game }, { id }) => expireOrder(domain, game, id),
  abandon: ({ domain, game }, { id }) => leaveWithoutPaying(domain, game, id),
  cancel: ({ domain, game }, { id }) => leaveWithoutPaying(domain, game, id, 'cancel'),
  reject: ({ domain, game }, { id }) => leaveWithoutPaying(domain, game, id, 'reject'),
  void: ({ domain, game }, { id }) => stopPayment(domain, game, id, 'void'),
  'update-fees': ({ domain, game }, { id }) => updateFees(domain, game, id),
  'reset-granting': ({ domain, game }, { id }) => resetGranting(domain, game, id),
  resolve: ({ domain, game }, { id }) => resolvePayment(domain, game, id, 'declined'),
};

const payWith =
  (card: string): Step =>
  (fixture, order) =>
    pay(fixture, order, card);

const STATUSES: readonly (readonly [Order['status'], readonly Step[], readonly ManualAction[]])[] = [
  ['created', [], ['expire', 'abandon', 'cancel', 'reject']],
  ['reattempted', [payWith(CARDS.insufficientFunds)], ['expire', 'abandon', 'cancel', 'reject']],
  ['captured', [payWith(CARDS.threeDSecure)], ['abandon', 'cancel', 'reject', 'void', 'resolve']],
  [
    'paid',
    [payWith(CARDS.good)],
    ['refund', 'chargeback', 'dispute', 'fraud', 'update-fees', 'reset-granting'],
  ],
  ['disputed', [payWith(CARDS.good), ACTIONS.dispute], ['dispute-won', 'dispute-lost', 'update-fees']],
  ['refunded', [payWith(CARDS.good), refund], ['update-fees']],
  ['canceled', [payWith(CARDS.good), ACTIONS.chargeback], ['update-fees']],
];

describe('an order that is', () => {
  describe.each(STATUSES)('%s', (status, steps, possible) => {
    function givenOrderInStatus() {
      const fixture = createDomainFixture();
      const order = givenOrder(fixture);
      for (const step of steps) step(fixture, order);
      return { fixture, order: orderNow(fixture, order) };
    }

    it('offers the actions that its status allows', () => {
      const { fixture, order } = givenOrderInStatus();
      expect(order.status).toBe(status);
      expect(possibleActions(order, fixture.clock.now())).toEqual(possible);
    });

    it.each(Object.entries(ACTIONS) as [ManualAction, Step][])('allows %s only if offered', (name, act) => {
      const { fixture, order } = givenOrderInStatus();
      if (possible.includes(name)) {
        expect(() => act(fixture, order)).not.toThrow();
        return;
      }
      expect(() => act(fixture, order)).toThrow(Conflict);
      expect(orderNow(fixture, order)).toEqual(order);
    });
  });

  it('expired offers nothing', () => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    fixture.clock.advance(24 * 3_600_000);
    expect(possibleActions(order, fixture.clock.now())).toEqual([]);
  });
});

describe('stored data that contradicts itself', () => {
  /** Removes a record that others refer to, which no use case does. */
  function damage({ domain }: DomainFixture, remove: (tables: Tx['tables']) => void): void {
    inTransaction(domain, ({ tables }) => {
      remove(tables);
    });
  }

  function errorOf(action: () => unknown): unknown {
    try {
      action();
    } catch (error) {
      return error;
    }
    return null;
  }

  it.each<[string, (fixture: DomainFixture, order: Order) => unknown]>([
    ['a paid order without its payment', refund],
    [
      'a follow-up without its payment',
      ({ domain }) => {
        runFollowUp(domain, followUpId(domain));
      },
    ],
  ])('ends the action with an error, not with a refusal: %s', (_what, act) => {
    const fixture = createDomainFixture();
    const order = givenOrder(fixture);
    const { payment } = pay(fixture, order, CARDS.fraud);
    damage(fixture, ({ payments }) => {
      payments.delete(payment.id);
    });
    const error = errorOf(() => act(fixture, order));
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Refusal);
    expect(fixture.domain.store.tables.followUps.size).toBe(1);
  });

  it('ends an attempt of an order that is missing with an error', () => {
    const fixture = createDomainFixture();
    givenWebhook(fixture);
    const { order } = pay(fixture, givenOrder(fixture), CARDS.good);
    damage(fixture, ({ orders }) => {
      orders.delete(order.id);
    });
    expect(() => {
      answerAll(fixture, 'delivered');
    }).toThrow(order.id);
  });
});

function followUpId({ store }: DomainFixture['domain']): string {
  const [followUp] = store.tables.followUps.all();
  return followUp?.id ?? '';
}
