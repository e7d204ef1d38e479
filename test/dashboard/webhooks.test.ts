import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, paidOrder, webhook } from '../support/control.ts';
import { buildHouse, type House } from '../support/house.ts';
import { ROOT, submit, visit } from './forms.ts';

const FIELDS = {
  url: 'http://localhost:3000/hook',
  description: 'Mine',
  method: 'POST',
  events: ['item.add', 'order.*'],
};

function onlyWebhook({ world, game }: House) {
  return world.store.tables.webhooks.by('game', game.id)[0];
}

describe('the webhook forms', () => {
  it('create a webhook and show its secret once', async () => {
    const house = buildHouse();
    const { headers } = await submit(house, '/webhooks', FIELDS).expect(303);
    expect(onlyWebhook(house)).toMatchObject({ ...FIELDS, enabled: true, playerContextEnabled: false });
    const { text } = await visit(house, String(headers['location'])).expect(200);
    expect(text).toContain(onlyWebhook(house)?.secret);
  });

  it('change a webhook, switch it off and on, and give it a new secret', async () => {
    const house = buildHouse();
    const { id, secret } = webhook(house);
    const change = { ...FIELDS, description: '', method: 'GET', player_context_enabled: 'on' };
    await submit(house, `/webhooks/${id}`, change).expect(303);
    expect(onlyWebhook(house)).toMatchObject({
      url: FIELDS.url,
      events: FIELDS.events,
      description: null,
      method: 'GET',
      playerContextEnabled: true,
    });
    await submit(house, `/webhooks/${id}/disable`).expect(303);
    expect(onlyWebhook(house)?.enabled).toBe(false);
    await submit(house, `/webhooks/${id}/enable`).expect(303);
    await submit(house, `/webhooks/${id}/secret`).expect(303);
    expect(onlyWebhook(house)).toMatchObject({ enabled: true, previousSecret: secret });
  });

  it.each([
    ['a URL that is none', { url: 'localhost' }, 'url'],
    ['no event', { events: [] }, 'events'],
    ['an unknown event', { events: ['item.added'] }, 'events'],
  ])('bring the form back with what was filled in, for %s', async (_what, wrong, field) => {
    const house = buildHouse();
    const fields = { ...FIELDS, description: 'Keep me', ...wrong };
    const { text } = await submit(house, '/webhooks', fields).expect(422);
    expect(text).toContain(`id="${field}-error"`);
    expect(text).toContain('value="Keep me"');
    expect(onlyWebhook(house)).toBeUndefined();
  });

  it('ask before deleting', async () => {
    const house = buildHouse();
    const { id } = webhook(house, ['item.add']);
    await paidOrder(house);
    await visit(house, `${ROOT}/webhooks/${id}/delete`).expect(200, /1 pending delivery is canceled/);
    await submit(house, `/webhooks/${id}/delete`)
      .expect(303)
      .expect('Location', /done=webhook-deleted/);
    expect(onlyWebhook(house)).toBeUndefined();
    await visit(house, `${ROOT}/deliveries`).expect(200, /canceled/);
  });

  it('send a test event and go to its delivery', async () => {
    const house = buildHouse();
    const { id } = webhook(house);
    const { headers } = await submit(house, `/webhooks/${id}/test`, { event_type: 'fraud.reported' }).expect(
      303,
    );
    expect(headers['location']).toBe(`${ROOT}/deliveries/${String(deliveries(house)[0]?.id)}?done=test-sent`);
    await submit(house, `/webhooks/${id}/test`, { event_type: 'x' }).expect(422);
  });
});

describe('the delivery forms', () => {
  it('resend one delivery, and all that the filter shows', async () => {
    const house = buildHouse();
    webhook(house, ['item.add', 'order.paid']);
    await paidOrder(house);
    for (const { id } of deliveries(house)) attempt(house, id, FAILED);
    const statuses = () => deliveries(house).map(({ status }) => status);
    await submit(house, '/deliveries/resend', { status: '', event_type: 'order.*' })
      .expect(303)
      .expect('Location', /event_type=order.*done=resent-all/);
    expect(statuses()).toEqual(['exhausted', 'pending']);
    await submit(house, `/deliveries/${String(deliveries(house)[0]?.id)}/resend`).expect(303);
    expect(statuses()).toEqual(['pending', 'pending']);
  });

  it('says why a delivery cannot be resent', async () => {
    const house = buildHouse();
    const { id } = webhook(house, ['item.add']);
    await paidOrder(house);
    await submit(house, `/webhooks/${id}/disable`).expect(303);
    const delivery = String(deliveries(house)[0]?.id);
    await submit(house, `/deliveries/${delivery}/resend`).expect(409, /its webhook is disabled/);
  });
});

describe('the settings form', () => {
  it('sets refunds and schedule, and goes back to how the process was started', async () => {
    const house = buildHouse();
    const settings = () => {
      const game = house.world.store.tables.games.get(house.game.id);
      return [game?.autoRefund, game?.retrySchedule];
    };
    const save = (auto_refund: string, schedule: string, schedule_list = '') =>
      submit(house, '/settings', { auto_refund, schedule, schedule_list });
    await save('off', 'list', '1,2').expect(303);
    expect(settings()).toEqual([false, '1,2']);
    await save('on', 'none').expect(303);
    expect(settings()).toEqual([true, 'none']);
    await save('as-started', 'as-started').expect(303);
    expect(settings()).toEqual([null, null]);
    await save('maybe', 'none').expect(422);
  });

  it('says what a schedule looks like when it is given none', async () => {
    const checkSchedule = () => {
      throw new Error('Use delays in seconds.');
    };
    const house = buildHouse({ config: { checkSchedule } });
    const fields = { auto_refund: 'on', schedule: 'list', schedule_list: 'often' };
    const { text } = await submit(house, '/settings', fields).expect(422);
    expect(text).toContain('Use delays in seconds.');
    expect(text).toContain('value="often"');
  });
});
