import { expect, it } from 'vitest';
import { makeOrder } from '../support/coupons.ts';
import { payOrder } from '../../src/domain/payments/payments.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const DECLINED = '4832285061609015';
const ACCEPTED = '4242424242424242';

/** Three payments, a minute apart: declined from DE, done from DE, done by another player from FR. */
function threePayments(fixture: Fixture) {
  const [mine, theirs] = [makeOrder(fixture), makeOrder(fixture, { playerId: 'p2' })];
  const start = Math.floor(fixture.clock.now() / 1000);
  const attempts = [
    { orderId: mine.id, card: DECLINED, country: 'DE', email: null },
    { orderId: mine.id, card: ACCEPTED, country: 'DE', email: null },
    { orderId: theirs.id, card: ACCEPTED, country: 'FR', email: 'Nobody@example.com' },
  ];
  const payments = attempts.map(({ orderId, ...details }) => {
    const paid = payOrder(fixture.domain, fixture.game, orderId, { ...details, postalCode: null, ip: null });
    fixture.clock.advance(60_000);
    return paid;
  });
  const names = new Map(payments.map(({ payment }, index) => [payment.id, String(index + 1)]));
  const list = async (query: string, key?: string) => {
    const { body } = await fixture.s2s(key).get(`/s2s/v1/payments?${query}`).expect(200);
    return (body as { payment_id: string }[]).map(({ payment_id: id }) => names.get(id)).join('');
  };
  return { mine, theirs, start, payments, list };
}

it('lists payments, newest first, by each of the published filters [payments.list]', async () => {
  const { mine, theirs, start, payments, list } = threePayments(createFixture());
  const cases: [query: string, expected: string][] = [
    ['', '321'],
    ['limit=1&offset=1', '2'],
    [`start_at=${start + 60}&end_at=${start + 120}`, '32'],
    [`start_at=${start + 61}&end_at=${start + 119}`, ''],
    [`end_at=${start}`, '1'],
    [`start_at=${start}&end_at=${start}&field=status_updated_at`, '1'],
    [`start_at=${start}&end_at=${start}&field=modified_at`, '1'],
    [`order_id=${mine.id}`, '21'],
    [`user_id=${theirs.userId}`, '3'],
    ['status=failed', '1'],
    ['status=failed,done', '321'],
    ['status=', '321'],
    ['countries=FR,DE&status=done', '32'],
    ['countries=FR', '3'],
    ['search_string=nobody@EXAMPLE', '3'],
    [`search_string=${mine.receiptNumber}`, '21'],
    [`search_string=${theirs.id.slice(2)}`, '3'],
    [`search_string=${payments[0]?.payment.id ?? ''}`, '1'],
    ['search_string=fail', '1'],
    ['search_string=fr', '3'],
    [`search_string=${theirs.userId}`, '3'],
    ['search_string=nothing', ''],
  ];
  for (const [query, expected] of cases) expect([query, await list(query)]).toEqual([query, expected]);
  expect(await list('', LIVE_KEY)).toBe('');
});

it('finds a range by the last change rather than the creation when asked to', async () => {
  const fixture = createFixture();
  const { theirs, start, list } = threePayments(fixture);
  await fixture.s2s().post(`/s2s/v1/orders/${theirs.id}/refund`).send({ reason: 'x' }).expect(200);
  const range = `start_at=${start + 180}&end_at=${start + 180}`;
  expect(await list(range)).toBe('');
  expect(await list(`${range}&field=modified_at`)).toBe('3');
  expect(await list(`${range}&field=status_updated_at`)).toBe('3');
});

it.each([
  ['start_at=1', ['query', 'end_at']],
  ['limit=x', ['query', 'limit']],
  ['field=paid_at', ['query', 'field']],
])('refuses %s', async (query, loc) => {
  const { body } = await createFixture().s2s().get(`/s2s/v1/payments?${query}`).expect(422);
  expect(body).toMatchObject({ detail: [{ loc }] });
});
