import { expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';
import { get, order, post } from '../support/control.ts';

it('GET /_emulator/cards lists the test cards with their outcomes', async () => {
  const { body } = await get(createFixture(), '/cards').expect(200);
  const { data, total } = body as { data: readonly object[]; total: number };
  expect(total).toBe(23);
  expect(data).toContainEqual({
    number: '4211127262112418',
    scheme: 'VISA',
    country: null,
    outcome: 'declined',
    decline: { code: '2051', message: 'Insufficient funds' },
    dispute: null,
  });
  expect(data).toContainEqual(
    expect.objectContaining({ outcome: 'dispute', dispute: { reason: 'fraudulent', ends: 'lost' } }),
  );
});

it('a wrong card names three cards that work', async () => {
  const fixture = createFixture();
  const id = await order(fixture);
  const { body } = await post(fixture, `/orders/${id}/pay`, { card: '4242424242424241' }).expect(422);
  const [{ msg }] = (body as { detail: [{ msg: string }] }).detail;
  const cards = msg.match(/\d{15,16}/g) ?? [];
  expect(cards).toHaveLength(3);
  for (const card of cards) {
    const paid = await post(fixture, `/orders/${await order(fixture)}/pay`, { card }).expect(200);
    expect(paid.body).toMatchObject({ payment_status: 'done' });
  }
});

it.each([
  [{ sku: 'CRS-82501' }, {}, 'Unknown SKU "CRS-82501" (did you mean "CRS-82500"?)'],
  [{ sku: 'crs-82500' }, { price_decimal: 1, currency: 'USD' }, '(did you mean "CRS-82500"?)'],
])('an unknown SKU %o names the near one', async (item, more, hint) => {
  const fixture = createFixture();
  const body = { player_id: 'p', items: [item], ...more };
  const answer = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(422);
  expect((answer.body as { detail: [{ msg: string }] }).detail[0].msg).toContain(hint);
});

it('an unknown SKU without a near one names none', async () => {
  const body = { player_id: 'p', items: [{ sku: 'SOMETHING-ELSE' }] };
  const answer = await createFixture().s2s().post('/s2s/v1/orders').send(body).expect(422);
  expect(JSON.stringify(answer.body)).not.toContain('did you mean');
});

it.each(['s2s_sandbox_locl', 's2s_sandbox_local+worker3'])(
  'the wrong key %s names the near one',
  async (key) => {
    const answer = await createFixture().s2s(key).get('/s2s/v1/webhooks').expect(401);
    expect((answer.body as { detail: string }).detail).toMatch(/Did you mean s2s_sandbox_local\?/);
  },
);

it('a wrong key without a near one names none', async () => {
  const answer = await createFixture().s2s('secret').get('/s2s/v1/webhooks').expect(401);
  expect((answer.body as { detail: string }).detail).not.toContain('Did you mean');
});
