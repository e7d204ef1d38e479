import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

describe('a path or method that the API does not have', () => {
  it.each([
    ['/s2s/v1/ordres', '/v1/orders'],
    ['/s2s/v1/order', '/v1/orders'],
    ['/s2s/v1/orders/ord_1/refnd', '/v1/orders/{order_id}/refund'],
    ['/s2s/orders', '/v1/orders'],
    ['/s2s/v1/webhook', '/v1/webhooks'],
  ])('answers 404 to %s and names %s [requests.not-served]', async (path, nearest) => {
    const { body } = await createFixture().s2s().get(path).expect(404);
    expect((body as { detail: string }).detail).toMatch(
      new RegExp(`The nearest path is /s2s${nearest.replace(/[{}]/g, '\\$&')}\\.$`),
    );
  });

  it('names nothing where nothing is near', async () => {
    const { body } = await createFixture().s2s().get('/s2s/x').expect(404);
    expect(body).toEqual({ detail: 'Not found: GET /s2s/x.' });
  });

  it.each([
    ['delete', '/s2s/v1/orders', 'POST'],
    ['put', '/s2s/v1/webhooks', 'GET, POST'],
    ['head', '/s2s/v1/webhooks', 'GET, POST'],
    ['options', '/s2s/v1/orders/x', 'GET, PATCH'],
  ] as const)(
    'answers 405 to %s %s [requests.other-methods] [orders.no-list]',
    async (method, path, allow) => {
      const answer = await createFixture().s2s()[method](path);
      expect([answer.status, answer.headers['allow']]).toEqual([405, allow]);
    },
  );

  it.each(['/s2s/v1/orders/%', '/s2s/v1/orders/%zz', '/s2s/v1/orders/%00', '/s2s/v1/orders/%ff%fe'])(
    'survives %s',
    async (path) => {
      await createFixture().s2s().get(path).expect(404);
    },
  );
});
