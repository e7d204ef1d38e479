import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT } from './forms.ts';

async function givenOrder(fixture: Fixture): Promise<string> {
  const body = { player_id: 'p', items: [{ sku: 'CRS-82500' }], colour: '<b>red</b>' };
  const { body: created } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
  return (created as { order_id: string }).order_id;
}

describe('the requests page', () => {
  it('shows what was sent, what was answered, and the fields that nobody read', async () => {
    const fixture = createFixture();
    const id = await givenOrder(fixture);
    const { text } = await getPage(fixture, `${ROOT}/requests`).expect(200);
    expect(text).toContain('POST /v1/orders');
    expect(text).toContain('nobody read: colour');
    expect(text).toContain(`${ROOT}/orders/${id}`);
    const [, href = ''] = /<a class="row-link mono" href="([^"]+)"/.exec(text) ?? [];
    const { text: page } = await getPage(fixture, href).expect(200);
    for (const part of [
      'Nobody read: colour',
      'content-type',
      'Content-Type',
      'order_id',
      '&lt;b&gt;red&lt;/b&gt;',
    ])
      expect(page).toContain(part);
    expect(page).not.toContain('<b>red</b>');
  });

  it('copies a request as a command that works as pasted', async () => {
    const fixture = createFixture();
    await givenOrder(fixture);
    const { text } = await getPage(fixture, `${ROOT}/requests`).expect(200);
    const [, copied = ''] = /data-copy="(curl [^"]*)"/.exec(text) ?? [];
    const command = copied
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<');
    expect(command).toContain('Bearer s2s_sandbox_local');
    const [, body = ''] = /--data-binary '(.*)'$/s.exec(command) ?? [];
    await request(fixture.listener)
      .post('/s2s/v1/orders')
      .set('Authorization', 'Bearer s2s_sandbox_local')
      .set('Content-Type', 'application/json')
      .send(body)
      .expect(201);
  });

  it('masks long bodies only on the page of their request, because a list of them would hold up all others', async () => {
    const fixture = createFixture();
    const metadata = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`note_${n}`, '4242424242424242 '.repeat(20)]),
    );
    const body = { player_id: 'p', items: [{ sku: 'CRS-82500' }], colour: 'red', metadata };
    await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
    const { text } = await getPage(fixture, `${ROOT}/requests`).expect(200);
    expect(text).toContain('nobody read: colour');
    // Masked, it would be short enough for the list.
    expect(text).not.toContain('data-copy="curl');
    const [, href = ''] = /<a class="row-link mono" href="([^"]+)"/.exec(text) ?? [];
    const { text: page } = await getPage(fixture, href).expect(200);
    expect(page).toContain('note_39');
    expect(page).not.toContain('4242424242424242');
  });

  it('filters by status, operation, order and text', async () => {
    const fixture = createFixture();
    const id = await givenOrder(fixture);
    await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
    await request(fixture.listener).post('/s2s/v1/orders').expect(401);
    const shown = async (query: string) => {
      const { text } = await getPage(fixture, `${ROOT}/requests?${query}`).expect(200);
      return [...text.matchAll(/data-testid="request"/g)].length;
    };
    expect(await shown('')).toBe(3);
    expect(await shown('status=rejected')).toBe(1);
    expect(await shown('operation=GET+%2Fv1%2Forders%2F%7Border_id%7D')).toBe(1);
    expect(await shown(`order_id=${id}`)).toBe(2);
    expect(await shown('q=colour')).toBe(1);
    await getPage(fixture, `${ROOT}/requests?status=nonsense`).expect(422);
  });
});
