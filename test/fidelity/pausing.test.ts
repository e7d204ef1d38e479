import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { startAttempts } from '../../src/domain/webhooks/attempts.ts';
import { attempt, deliveries, FAILED, get, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture, type Fixture, type FixtureOptions } from '../support/fixture.ts';

const HOUR = 3_600_000;

/** A game with one webhook that takes `item.add`, which is paused after an hour of failures. */
function givenFixture(rules: FixtureOptions['rules'] = {}): Fixture {
  const fixture = createFixture({ rules: { pauseWebhookAfterMs: HOUR, ...rules } });
  webhook(fixture, ['item.add']);
  return fixture;
}

/** Fails attempts of the first delivery for an hour. */
async function failForLong(fixture: Fixture): Promise<void> {
  await paidOrder(fixture);
  const [first] = deliveries(fixture);
  for (const wait of [0, HOUR]) {
    fixture.clock.advance(wait);
    attempt(fixture, first?.id ?? '', { ...FAILED, nextAttemptAt: fixture.clock.now() + 1000 });
  }
}

/** The webhooks as the control API shows them. */
async function states(fixture: Fixture): Promise<{ paused_at: number | null; pending: number }[]> {
  const { body } = await get(fixture, '/webhooks').expect(200);
  return (body as { data: { paused_at: number | null; pending: number }[] }).data;
}

/** What the delivery engine would send now. */
function sendable({ domain }: Fixture): readonly string[] {
  const pending = domain.store.tables.deliveries.by('status', 'pending').map(({ id }) => id);
  return startAttempts(domain, pending, ({ id }) => id);
}

describe('a webhook whose attempts fail for long', () => {
  it('is paused with its deliveries pending, and goes on when it is resumed [webhooks.pause]', async () => {
    const fixture = givenFixture();
    await failForLong(fixture);
    await paidOrder(fixture);
    expect(await states(fixture)).toMatchObject([
      {
        paused_at: fixture.clock.now() / 1000,
        failing_since: (fixture.clock.now() - HOUR) / 1000,
        pending: 2,
      },
    ]);
    fixture.clock.advance(HOUR);
    expect(sendable(fixture)).toEqual([]);
    const [webhook] = (await get(fixture, '/webhooks')).body.data as { id: string }[];
    await post(fixture, `/webhooks/${webhook?.id}/resume`).expect(200);
    expect(await states(fixture)).toMatchObject([{ paused_at: null, failing_since: null, pending: 2 }]);
    expect(deliveries(fixture).map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([
      fixture.clock.now(),
      fixture.clock.now(),
    ]);
    expect(sendable(fixture)).toHaveLength(2);
  });

  it('is not paused without the setting, before the time is up, or when an attempt succeeds', async () => {
    const off = givenFixture({ pauseWebhookAfterMs: null });
    await failForLong(off);
    expect(await states(off)).toMatchObject([{ paused_at: null, failing_since: null }]);

    const recovered = givenFixture();
    await paidOrder(recovered);
    const [first] = deliveries(recovered);
    attempt(recovered, first?.id ?? '', { ...FAILED, nextAttemptAt: recovered.clock.now() });
    recovered.clock.advance(HOUR - 1);
    attempt(recovered, first?.id ?? '', { ...FAILED, nextAttemptAt: recovered.clock.now() });
    expect(await states(recovered)).toMatchObject([{ paused_at: null, pending: 1 }]);
    attempt(recovered, first?.id ?? '', { verdict: 'delivered' });
    recovered.clock.advance(HOUR);
    await paidOrder(recovered);
    attempt(recovered, deliveries(recovered).at(-1)?.id ?? '', FAILED);
    const now = Math.floor(recovered.clock.now() / 1000);
    expect(await states(recovered)).toMatchObject([{ paused_at: null, failing_since: now }]);
  });

  it('still gets resends and test events', async () => {
    const fixture = givenFixture();
    await failForLong(fixture);
    const [first] = deliveries(fixture);
    await post(fixture, `/deliveries/${first?.id ?? ''}/resend`).expect(200);
    expect(sendable(fixture)).toEqual([first?.id]);
    const { id } = webhookOf(fixture);
    const test = await post(fixture, `/webhooks/${id}/test`, { event_type: 'item.add' }).expect(200);
    expect(sendable(fixture)).toContain((test.body as { id: string }).id);
  });

  it('goes on when it is enabled anew or gets another URL', async () => {
    for (const changes of [[{ enabled: false }, { enabled: true }], [{ url: 'http://localhost:9/other' }]]) {
      const fixture = givenFixture();
      await failForLong(fixture);
      const { id } = webhookOf(fixture);
      for (const change of changes)
        await fixture.s2s().put(`/s2s/v1/webhooks/${id}`).send(change).expect(200);
      expect(await states(fixture)).toMatchObject([{ paused_at: null }]);
    }
  });

  it('does not hold up a run of the pending deliveries', async () => {
    const fixture = givenFixture();
    await failForLong(fixture);
    const { body } = await post(fixture, '/deliveries/run', { until: 'settled' }).expect(200);
    expect(body).toEqual({ data: [], total: 0 });
  });

  it('lets no more wait than --keep-events says', async () => {
    const fixture = givenFixture({ keepEvents: 3 });
    await failForLong(fixture);
    for (let count = 0; count < 5; count += 1) {
      await paidOrder(fixture);
      expect(sendable(fixture)).toEqual([]);
    }
    expect(fixture.domain.store.tables.deliveries.count('status', 'pending')).toBe(3);
  });

  it('shows on the dashboard, with a button that resumes it', async () => {
    const fixture = givenFixture();
    await failForLong(fixture);
    const { id } = webhookOf(fixture);
    const page = `/dashboard/sandbox/webhooks/${id}`;
    const { text } = await request(fixture.listener).get(page).expect(200);
    expect(text).toContain('data-testid="paused"');
    expect((await request(fixture.listener).get('/dashboard/sandbox/webhooks')).text).toContain('>paused<');
    await request(fixture.listener).post(`${page}/resume`).expect(303);
    expect((await request(fixture.listener).get(page)).text).not.toContain('data-testid="paused"');
  });

  it('is resumed by its own game only', async () => {
    const fixture = givenFixture();
    await failForLong(fixture);
    const { id } = webhookOf(fixture);
    await post(fixture, `/webhooks/${id}/resume`).set('Authorization', 'Bearer s2s_live_local').expect(404);
    expect(await states(fixture)).toMatchObject([{ paused_at: expect.any(Number) as number }]);
  });
});

function webhookOf({ domain, game }: Fixture): { readonly id: string } {
  const [found] = domain.store.tables.webhooks.by('game', game.id);
  if (!found) throw new Error('The game has no webhook.');
  return found;
}
