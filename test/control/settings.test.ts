import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { attempt, deliveries, get, paidOrder, post, webhook } from '../support/control.ts';

const patch = (fixture: Fixture, body: object) =>
  request(fixture.listener).patch('/_emulator/settings').send(body);

describe('/_emulator/settings', () => {
  it('changes what is given and goes back with null', async () => {
    const fixture = createFixture();
    const asStarted = { auto_refund: true, retry_schedule: 'fast' };
    expect((await get(fixture, '/settings')).body).toEqual({
      auto_refund: null,
      retry_schedule: null,
      in_effect: asStarted,
    });
    await patch(fixture, { auto_refund: false }).expect(200);
    const { body } = await patch(fixture, { retry_schedule: 'none' }).expect(200);
    expect(body).toEqual({
      auto_refund: false,
      retry_schedule: 'none',
      in_effect: { auto_refund: false, retry_schedule: 'none' },
    });
    const { body: back } = await patch(fixture, { auto_refund: null, retry_schedule: null });
    expect(back).toMatchObject({ auto_refund: null, in_effect: asStarted });
  });

  it('decides whether a declined grant is refunded [payments.automatic-refund]', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await patch(fixture, { auto_refund: false }).expect(200);
    const id = await paidOrder(fixture);
    attempt(fixture, String(deliveries(fixture)[0]?.id), { verdict: 'declined' });
    const { body } = await get(fixture, `/orders/${id}`);
    expect(body).toMatchObject({ status: 'paid', granting: 'declined' });
  });

  it('refuses a schedule that is none, and unknown settings', async () => {
    const fixture = createFixture();
    const { body } = await patch(fixture, { retry_schedule: 'often' }).expect(422);
    expect(body).toMatchObject({
      detail: [
        {
          loc: ['body', 'retry_schedule'],
          msg: 'The retry schedule must be fast, realistic, none, midasbuy or at most 100 delays in seconds separated by commas, such as 1,2.5,10.',
        },
      ],
    });
    await patch(fixture, { autorefund: true }).expect(422);
    expect((await get(fixture, '/settings')).body).toMatchObject({ retry_schedule: null });
  });
});

describe('POST /_emulator/reset', () => {
  it('asks for the reset and answers with an empty object', async () => {
    const fixture = createFixture();
    const { body } = await post(fixture, '/reset').expect(200);
    expect(body).toEqual({});
    await post(fixture, '/reset', { everything: true }).expect(422);
  });
});
