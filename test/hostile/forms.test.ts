import { expect, it } from 'vitest';
import { attempt, FAILED, order, paidOrder, webhook } from '../support/control.ts';
import { formsIn } from './harm.ts';
import { startSite, type HostileSite } from './site.ts';
import { GROUPS, HOSTILE_STRINGS } from './strings.ts';

const ROOT = '/dashboard/sandbox';

/** A page of each kind that has a form which is filled in. */
async function pagesWithForms({ fixture }: HostileSite): Promise<readonly string[]> {
  const { id: webhookId } = webhook(fixture);
  const paid = await paidOrder(fixture);
  const [delivery] = fixture.domain.store.tables.deliveries.by('order', paid);
  attempt(fixture, String(delivery?.id), FAILED);
  const [item] = fixture.domain.store.tables.items.by('game', fixture.game.id);
  return [
    '/orders/new',
    `/orders/${await order(fixture)}`,
    `/orders/${paid}`,
    '/catalogue/new',
    `/catalogue/${String(item?.id)}`,
    '/coupons',
    '/coupons/new',
    '/webhooks/new',
    `/webhooks/${webhookId}`,
    `/deliveries/${String(delivery?.id)}`,
    '/signature',
    '/settings',
  ];
}

it.each(GROUPS)(
  'shows hostile texts such as %j in all fields of each form of the dashboard as text',
  async (...texts) => {
    const site = await startSite();
    const actions = new Map<string, readonly string[]>();
    for (const path of await pagesWithForms(site)) {
      const { status, nodes } = await site.page(ROOT + path);
      expect([path, status]).toEqual([path, 200]);
      for (const { action, fields } of formsIn(nodes)) actions.set(action, fields);
    }
    // What starts anew would take away what the other forms are about.
    for (const action of actions.keys())
      if (/\/reset$|\/delete$|\/test-order$/.test(action)) actions.delete(action);
    expect(actions.size).toBeGreaterThan(12);
    for (const [action, fields] of actions) {
      for (const text of texts) {
        await site.page(action, Object.fromEntries(fields.map((field) => [field, text])));
      }
    }
  },
);

it('shows hostile texts in the addresses of lists, searches and players as text', async () => {
  const site = await startSite();
  await order(site.fixture);
  for (const text of HOSTILE_STRINGS) {
    const value = encodeURIComponent(Buffer.from(text).toString());
    for (const path of [
      `?q=${value}&from=${value}&min=${value}&metadata=${value}&sort=${value}&page=${value}&card=${value}&sku=${value}`,
      `/search?q=${value}`,
      `/events?q=${value}&type=${value}`,
      `/requests?q=${value}&operation=${value}&order_id=${value}&status=${value}`,
      `/players/${value}`,
      `/orders/new?sku=${value}&player_id=${value}&metadata=${value}&more=${value}`,
      `/fidelity?q=${value}&standing=${value}`,
      `?done=${value}&counts=${value}`,
    ]) {
      await site.page(ROOT + path);
    }
  }
});
