import request from 'supertest';
import { expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

it('the requests page shows what was sent, what was answered, and the fields that nobody read', async () => {
  const fixture = createFixture();
  const body = { player_id: 'p', items: [{ sku: 'CRS-82500' }], colour: '<b>red</b>' };
  const { body: created } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
  const { text } = await request(fixture.listener).get('/dashboard/sandbox/requests').expect(200);
  expect(text).toContain('POST /v1/orders');
  expect(text).toContain('nobody read: colour');
  expect(text).toContain(`/dashboard/sandbox/orders/${(created as { order_id: string }).order_id}`);
  expect(text).not.toContain('<b>red</b>');
  expect(text).not.toContain('s2s_sandbox_local');
});
