import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, paidOrder, webhook } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

describe('the page of a delivery', () => {
  it('offers a curl command whose signature is right now', async () => {
    const fixture = createFixture();
    const { secret } = webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    attempt(fixture, id, FAILED);
    fixture.clock.advance(3_600_000);
    const { text } = await getPage(fixture, `${ROOT}/deliveries/${id}`).expect(200);
    const [, copied = ''] = /data-copy="(curl [^"]*)"/.exec(text) ?? [];
    const command = copied.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
    const [, timestamp = ''] = /X-Aghanim-Signature-Timestamp: (\d+)/.exec(command) ?? [];
    const [, signature] = /X-Aghanim-Signature: (\w+)/.exec(command) ?? [];
    const [, body = ''] = /--data-binary '(.*)'$/s.exec(command) ?? [];
    expect(Number(timestamp)).toBe(Math.floor(fixture.clock.now() / 1000));
    expect(signature).toBe(createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'));
  });

  it('begins with the failure and its fix', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    attempt(fixture, id, { ...FAILED, nextAttemptAt: fixture.clock.now() + 600_000 });
    const { text } = await getPage(fixture, `${ROOT}/deliveries/${id}`).expect(200);
    expect(text.indexOf('Start your game server.')).toBeLessThan(text.indexOf('data-testid="attempt"'));
    expect(text).toContain('#1 connection refused');
    expect(text).toMatch(/next <time[^>]*>in 10 min\./);
    await submit(fixture, `/deliveries/${id}/run`).expect(303);
    expect(deliveries(fixture)[0]).toMatchObject({ nextAttemptAt: fixture.clock.now(), tries: 1 });
  });

  it('replays to another URL and goes on to that delivery', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    const { text } = await submit(fixture, `/deliveries/${id}/replay`, { url: 'nonsense' }).expect(422);
    expect(text).toContain('id="replay-url-error"');
    const url = 'http://localhost:4000/other';
    const { headers } = await submit(fixture, `/deliveries/${id}/replay`, { url }).expect(303);
    const location = String(headers['location']);
    expect(location).toContain(String(deliveries(fixture)[1]?.id));
    await getPage(fixture, location).expect(200, new RegExp(`a replay of <a href="[^"]*${id}"`));
  });

  it('resends from the page of the order, and returns to it', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const order = await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    attempt(fixture, id, FAILED);
    await submit(fixture, `/deliveries/${id}/resend`, { back: 'order' })
      .expect(303)
      .expect('Location', `${ROOT}/orders/${order}?done=resent`);
  });
});
