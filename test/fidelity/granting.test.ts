import { describe, expect, it } from 'vitest';
import {
  attempt,
  deliveries,
  eventsAfter,
  FAILED,
  get,
  order,
  paidOrder,
  post,
  VISA,
  webhook,
} from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { ROOT, getPage } from '../dashboard/forms.ts';

async function standing(fixture: Fixture, id: string): Promise<string> {
  const { body } = await get(fixture, `/orders/${id}`).expect(200);
  const { status, granting } = body as { status: string; granting: string };
  return `${status}, ${granting}`;
}

describe('an order with two webhooks for item.add', () => {
  async function delivered(): Promise<{ fixture: Fixture; id: string; ids: string[] }> {
    const fixture = createFixture();
    for (const _webhook of [1, 2]) webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    return { fixture, id, ids: deliveries(fixture).map((delivery) => delivery.id) };
  }

  it('is granted when both have accepted [granting.several-webhooks]', async () => {
    const { fixture, id, ids } = await delivered();
    attempt(fixture, String(ids[0]), { verdict: 'delivered' });
    expect(await standing(fixture, id)).toBe('paid, pending');
    attempt(fixture, String(ids[1]), { verdict: 'delivered' });
    expect(await standing(fixture, id)).toBe('paid, granted');
  });

  it('is declined as soon as one declines [granting.several-webhooks]', async () => {
    const { fixture, id, ids } = await delivered();
    attempt(fixture, String(ids[0]), { verdict: 'declined' });
    expect(await standing(fixture, id)).toBe('refunded, declined');
  });
});

describe('a resend of item.add', () => {
  it('takes nothing away that was granted [granting.resend]', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const delivery = String(deliveries(fixture)[0]?.id);
    attempt(fixture, delivery, { verdict: 'delivered' });
    await post(fixture, `/deliveries/${delivery}/resend`).expect(200);
    attempt(fixture, delivery, { verdict: 'declined' });
    expect(await standing(fixture, id)).toBe('paid, granted');
  });

  it('that is accepted after a refund sends the item.remove that waited [granting.resend]', async () => {
    const fixture = createFixture();
    webhook(fixture);
    const id = await paidOrder(fixture);
    const delivery = String(deliveries(fixture)[0]?.id);
    attempt(fixture, delivery, FAILED);
    await post(fixture, `/orders/${id}/refund`, { reason: 'asked' }).expect(200);
    const before = fixture.events().length;
    await post(fixture, `/deliveries/${delivery}/resend`).expect(200);
    attempt(fixture, delivery, { verdict: 'delivered' });
    expect(eventsAfter(fixture, before)).toEqual(['item.remove']);
  });

  it('starts the retry schedule anew [answers.resend]', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    for (const _attempt of [1, 2]) attempt(fixture, id, { ...FAILED, nextAttemptAt: fixture.clock.now() });
    expect(deliveries(fixture)[0]?.tries).toBe(2);
    await post(fixture, `/deliveries/${id}/resend`).expect(200);
    expect(deliveries(fixture)[0]).toMatchObject({ tries: 0, attempts: 2 });
  });
});

describe('an order without a webhook for item.add', () => {
  it('counts as paid and not received [granting.none]', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    expect(await standing(fixture, id)).toBe('paid, none');
    await getPage(fixture, ROOT).expect(200, /1 order was paid, nothing was granted/);
  });
});
