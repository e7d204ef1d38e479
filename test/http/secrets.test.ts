import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

/** What the request log shows of an order with this metadata or these further fields. */
async function logged(fields: object): Promise<string> {
  const fixture = createFixture();
  await fixture
    .s2s()
    .post('/s2s/v1/orders')
    .send({ player_id: 'p', items: [{ sku: 'CRS-82500' }], ...fields });
  return (await request(fixture.listener).get('/_emulator/requests').expect(200)).text;
}

describe('the request log', () => {
  it.each([
    ['a card number', { note: '4242 4242 4242 4242' }, '4242 4242'],
    ['a card number as a number', { deep: [{ er: { value: 4242424242424242 } }] }, '4242424242424242'],
    [
      'a card number in a card field that fails its check digit',
      { card_number: '4242424242424241' },
      '42424241',
    ],
    ['a CVV as text', { payment: { cvv: '987' } }, '987'],
    ['a CVV as a number', { payment: { cvv: 987 } }, '987'],
    ['a security code', { securityCode: '987' }, '987'],
    ['a password in a URL', { callback: 'https://user:hunter2@game.example/x' }, 'hunter2'],
  ])('shows nothing of %s', async (_, fields, hidden) => {
    const text = await logged(fields);
    expect(text).not.toContain(hidden);
    expect(text).toContain('***');
  });

  it.each([
    ['a time in milliseconds', { sent_at: 1_700_000_000_000 }, '1700000000000'],
    ['an amount', { amount: 424_242 }, '424242'],
    ['an id of digits that is no card number', { receipt: '400000000000000000' }, '400000000000000000'],
    [
      'a URL without a password',
      { callback: 'https://user@game.example:8080/x' },
      'https://user@game.example:8080/x',
    ],
  ])('shows %s', async (_, fields, shown) => {
    expect(await logged(fields)).toContain(shown);
  });
});

describe('the URL of a webhook', () => {
  it.each([
    'http://a b/',
    'http://localhost:99999/',
    'http:/x',
    'http:x',
    'ftp://x',
    'http://',
    'http://[::1',
    'http://a/ b',
  ])('that cannot be requested is refused: %s', async (url) => {
    await createFixture()
      .s2s()
      .post('/s2s/v1/webhooks')
      .send({ url, events: ['item.add'], method: 'POST', enabled: true, enabled_logs: true })
      .expect(422);
  });
});
