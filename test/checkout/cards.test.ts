import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { runFollowUp } from '../../src/domain/payments/disputes.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { formWith, createOrder, payOrder, submit, stateOf, textAt, getPage } from './pages.ts';

interface Outcome {
  readonly payment: string;
  readonly order: string;
  readonly events: readonly string[];
  readonly state: string;
  readonly text: string;
}

const PAID = ['order.created', 'payment.pending', 'payment.succeeded', 'item.add', 'order.paid'];
const TAKEN_BACK = ['payment.dispute', 'payment.chargeback', 'order.canceled', 'item.remove'];

const success: Outcome = {
  payment: 'done',
  order: 'paid',
  events: PAID,
  state: 'done',
  text: 'Your payment went through',
};

function declined(text: string): Outcome {
  const events = ['order.created', 'payment.pending', 'payment.declined'];
  return { payment: 'failed', order: 'reattempted', events, state: 'payable', text };
}

/** Every published card: what it does by itself, its dispute or report included. */
const CARDS: readonly (readonly [string, Outcome])[] = [
  ['4242424242424242', success],
  ['4315081808308748', success],
  ['4111111111111111', success],
  ['370000000000002', success],
  ['5436031030606378', success],
  ['8171999927660000', success],
  ['6771798021000008', success],
  ['6011111111111117', success],
  ['3530111333300000', success],
  ['4744055665204795', success],
  ['4030187175691410', success],
  ['5490529068766884', success],
  ['5481699644486744', success],
  ['6556138610402565', success],
  ['4832285061609015', declined('Your bank declined the payment.')],
  ['4211127262112418', declined('There is not enough money on this card.')],
  ['4411588321713124', declined('This card was reported lost.')],
  ['4178131827309866', declined('This card was reported stolen.')],
  ['4867053716965705', declined('This card has expired.')],
  [
    '4000000000000267',
    {
      payment: 'chargeback',
      order: 'canceled',
      events: [...PAID, ...TAKEN_BACK.slice(0, 3)],
      state: 'canceled',
      text: 'This order was canceled',
    },
  ],
  ['4000000000002685', { ...success, events: [...PAID, 'payment.dispute', 'payment.succeeded'] }],
  ['4171680000000004', { ...success, events: [...PAID, 'fraud.reported'] }],
];

/** What happens by itself after a payment with a dispute or fraud card. */
function letTimePass(fixture: Fixture): void {
  for (;;) {
    fixture.clock.advance(fixture.domain.rules.disputeDelayMs);
    const due = [...fixture.domain.store.tables.followUps.all()];
    if (due.length === 0) return;
    for (const { id } of due) runFollowUp(fixture.domain, id);
  }
}

async function expectOutcome(fixture: Fixture, id: string, expected: Outcome): Promise<void> {
  letTimePass(fixture);
  const payment = fixture.domain.store.tables.payments.by('order', id).at(-1);
  expect(payment?.status).toBe(expected.payment);
  expect(fixture.domain.store.tables.orders.get(id)?.status).toBe(expected.order);
  expect(fixture.eventTypes()).toEqual(expected.events);
  const { text: page } = await getPage(fixture, `/order/${id}`);
  expect(stateOf(page)).toBe(expected.state);
  expect(page).toContain(expected.text);
}

describe.each(CARDS)('the card %s', (card, expected) => {
  it('has its outcome on the page [payments.test-cards] [payments.follow-ups]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    expect((await payOrder(fixture, id, formWith(card))).status).toBe(303);
    await expectOutcome(fixture, id, expected);
  });

  it('has the same outcome in a headless call', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await request(fixture.listener).post(`/_emulator/orders/${id}/pay`).send({ card }).expect(200);
    await expectOutcome(fixture, id, expected);
  });
});

describe('the card for 3-D Secure', () => {
  const CARD = '4224703082575813';
  const failed = declined('Your bank could not confirm that it was you.');

  it.each([
    ['complete', success],
    ['fail', failed],
    [
      'cancel',
      {
        payment: 'abandoned',
        order: 'reattempted',
        events: ['order.created', 'payment.pending', 'payment.abandoned'],
        state: 'payable',
        text: 'The payment was left unfinished',
      },
    ],
  ])('asks first; the answer %s decides [payments.test-cards]', async (answer, expected) => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    const { page } = await payOrder(fixture, id, formWith(CARD));
    expect(stateOf(page)).toBe('three_d_secure');
    expect(textAt(page, 'outcome-note')).toContain('$29.99 with your card ending in 5813');
    expect(fixture.eventTypes()).toEqual(['order.created', 'payment.pending']);
    await submit(fixture, `/order/${id}/3ds`, { answer }).expect(303);
    await expectOutcome(fixture, id, expected);
  });

  it.each([
    ['complete', success],
    ['fail', failed],
  ])('is answered with %s in a headless call', async (three_ds, expected) => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await request(fixture.listener)
      .post(`/_emulator/orders/${id}/pay`)
      .send({ card: CARD, three_ds })
      .expect(200);
    await expectOutcome(fixture, id, expected);
  });

  it('is asked once: a second answer changes nothing', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    await payOrder(fixture, id, formWith(CARD));
    await submit(fixture, `/order/${id}/3ds`, { answer: 'complete' }).expect(303);
    const { text } = await submit(fixture, `/order/${id}/3ds`, { answer: 'fail' }).expect(409);
    expect(stateOf(text)).toBe('done');
    expect(textAt(text, 'notice')).toBe('');
    expect(text).toContain('This can’t be done any more');
  });
});
