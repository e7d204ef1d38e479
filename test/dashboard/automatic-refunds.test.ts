import { describe, expect, it } from 'vitest';
import { attempt, deliveries, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';
import { ROOT, getPage } from './forms.ts';

const SETTINGS_LINE = 'In production Aghanim has to enable this for the game.';
const REFUND_LINE = 'In production Aghanim has to enable automatic refunds for the game.';

describe('what differs in production about automatic refunds', () => {
  it('stands on the settings page', async () => {
    const { text } = await getPage(createFixture(), `${ROOT}/settings`).expect(200);
    expect(text).toContain(SETTINGS_LINE);
  });

  it('stands at the automatic refund of an order, and not at a refund that a person asks for', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const declined = await paidOrder(fixture);
    for (const { id } of deliveries(fixture)) attempt(fixture, id, { verdict: 'declined' });
    expect((await getPage(fixture, `${ROOT}/orders/${declined}`)).text).toContain(REFUND_LINE);
    const other = await paidOrder(fixture);
    await post(fixture, `/orders/${other}/refund`, { reason: 'asked' }).expect(200);
    expect((await getPage(fixture, `${ROOT}/orders/${other}`)).text).not.toContain(REFUND_LINE);
  });
});
