import { describe, expect, it } from 'vitest';
import request from 'supertest';
import { attempt, deliveries, FAILED, paidOrder, post, VISA, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { TOKEN_BODY } from '../midaspay/token-body.ts';
import { ROOT, submit, getPage } from './forms.ts';

const FIELDS = {
  url: 'http://localhost:3000/hook',
  description: 'Mine',
  method: 'POST',
  events: ['item.add', 'order.*'],
};

function onlyWebhook({ domain, game }: Fixture) {
  return domain.store.tables.webhooks.by('game', game.id)[0];
}

describe('the webhook forms', () => {
  it('create a webhook and show its secret once', async () => {
    const fixture = createFixture();
    const { headers } = await submit(fixture, '/webhooks', FIELDS).expect(303);
    expect(onlyWebhook(fixture)).toMatchObject({ ...FIELDS, enabled: true, playerContextEnabled: false });
    const { text } = await getPage(fixture, String(headers['location'])).expect(200);
    expect(text).toContain(onlyWebhook(fixture)?.secret);
  });

  it('change a webhook, switch it off and on, and give it a new secret', async () => {
    const fixture = createFixture();
    const { id, secret } = webhook(fixture);
    const change = { ...FIELDS, description: '', method: 'GET', player_context_enabled: 'on' };
    await submit(fixture, `/webhooks/${id}`, change).expect(303);
    expect(onlyWebhook(fixture)).toMatchObject({
      url: FIELDS.url,
      events: FIELDS.events,
      description: null,
      method: 'GET',
      playerContextEnabled: true,
    });
    await submit(fixture, `/webhooks/${id}/disable`).expect(303);
    expect(onlyWebhook(fixture)?.enabled).toBe(false);
    await submit(fixture, `/webhooks/${id}/enable`).expect(303);
    await submit(fixture, `/webhooks/${id}/secret`).expect(303);
    expect(onlyWebhook(fixture)).toMatchObject({ enabled: true, previousSecret: secret });
  });

  it.each([
    ['a URL that is none', { url: 'localhost' }, 'url'],
    ['no event', { events: [] }, 'events'],
    ['an unknown event', { events: ['item.added'] }, 'events'],
  ])('bring the form back with what was filled in, for %s', async (_what, wrong, field) => {
    const fixture = createFixture();
    const fields = { ...FIELDS, description: 'Keep me', ...wrong };
    const { text } = await submit(fixture, '/webhooks', fields).expect(422);
    expect(text).toContain(`id="${field}-error"`);
    expect(text).toContain('value="Keep me"');
    expect(onlyWebhook(fixture)).toBeUndefined();
  });

  it('ask before deleting', async () => {
    const fixture = createFixture();
    const { id } = webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    await getPage(fixture, `${ROOT}/webhooks/${id}/delete`).expect(200, /1 pending delivery is canceled/);
    await submit(fixture, `/webhooks/${id}/delete`)
      .expect(303)
      .expect('Location', /done=webhook-deleted/);
    expect(onlyWebhook(fixture)).toBeUndefined();
    await getPage(fixture, `${ROOT}/deliveries`).expect(200, /canceled/);
  });

  it('send a test event and go to its delivery', async () => {
    const fixture = createFixture();
    const { id } = webhook(fixture);
    const { headers } = await submit(fixture, `/webhooks/${id}/test`, {
      event_type: 'fraud.reported',
    }).expect(303);
    expect(headers['location']).toBe(
      `${ROOT}/deliveries/${String(deliveries(fixture)[0]?.id)}?done=test-sent`,
    );
    await submit(fixture, `/webhooks/${id}/test`, { event_type: 'x' }).expect(422);
  });
});

describe('the delivery forms', () => {
  it('resend one delivery, and all that the filter shows', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add', 'order.paid']);
    await paidOrder(fixture);
    for (const { id } of deliveries(fixture)) attempt(fixture, id, FAILED);
    const statuses = () => deliveries(fixture).map(({ status }) => status);
    await submit(fixture, '/deliveries/resend', { status: '', event_type: 'order.*' })
      .expect(303)
      .expect('Location', /event_type=order.*done=resent-all&counts=1\.0$/);
    expect(statuses()).toEqual(['exhausted', 'pending']);
    await submit(fixture, `/deliveries/${String(deliveries(fixture)[0]?.id)}/resend`).expect(303);
    expect(statuses()).toEqual(['pending', 'pending']);
  });

  it('says why a delivery cannot be resent', async () => {
    const fixture = createFixture();
    const { id } = webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    await submit(fixture, `/webhooks/${id}/disable`).expect(303);
    const delivery = String(deliveries(fixture)[0]?.id);
    await submit(fixture, `/deliveries/${delivery}/resend`).expect(409, /its webhook is disabled/);
  });
});

describe('the settings form', () => {
  it('sets refunds and schedule, and goes back to how the process was started', async () => {
    const fixture = createFixture();
    const settings = () => {
      const game = fixture.domain.store.tables.games.get(fixture.game.id);
      return [game?.autoRefund, game?.retrySchedule];
    };
    const save = (auto_refund: string, schedule: string, schedule_list = '') =>
      submit(fixture, '/settings', { auto_refund, schedule, schedule_list });
    await save('off', 'list', '1,2').expect(303);
    expect(settings()).toEqual([false, [1000, 2000]]);
    await save('on', 'none').expect(303);
    expect(settings()).toEqual([true, []]);
    await save('as-started', 'as-started').expect(303);
    expect(settings()).toEqual([null, null]);
    await save('maybe', 'none').expect(422);
  });

  it('says what a schedule looks like when it is given none', async () => {
    const fixture = createFixture();
    const fields = { auto_refund: 'on', schedule: 'list', schedule_list: 'often' };
    const { text } = await submit(fixture, '/settings', fields).expect(422);
    expect(text).toContain('delays in seconds separated by commas, such as 1,2.5,10');
    expect(text).toContain('value="often"');
  });

  it('shows the delays of each preset, and the list that is set', async () => {
    const fixture = createFixture();
    const fields = { auto_refund: 'on', schedule: 'list', schedule_list: '1, 90,0.25' };
    await submit(fixture, '/settings', fields).expect(303);
    const { text } = await getPage(fixture, `${ROOT}/settings`).expect(200);
    expect(text).toContain('fast: 1 s, 2 s, 5 s, 10 s, 30 s, 1 min');
    expect(text).toContain('realistic: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h');
    expect(text).toContain('none: one attempt only');
    expect(text).toContain('value="1,90,0.25"');
  });
});

describe('an address that is no webhook', () => {
  it('has a page, where it is resumed after a pause [webhooks.pause]', async () => {
    const hour = 3_600_000;
    const fixture = createFixture({ rules: { pauseWebhookAfterMs: hour } });
    const body = structuredClone(TOKEN_BODY);
    Object.assign(body.settings, { webhook_url: 'http://127.0.0.1:9/midaspay' });
    const created = await request(fixture.listener).post('/v1/mor/token/create').send(body).expect(200);
    const id = (created.body as { redirect_url: string }).redirect_url.split('/').pop() ?? '';
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    const [delivery] = deliveries(fixture);
    for (const wait of [0, hour]) {
      fixture.clock.advance(wait);
      attempt(fixture, delivery?.id ?? '', { ...FAILED, nextAttemptAt: fixture.clock.now() + 1000 });
    }
    const path = `/endpoints/${delivery?.webhookId}`;
    for (const page of ['/webhooks', '/deliveries', `/deliveries/${delivery?.id}`]) {
      expect((await getPage(fixture, ROOT + page).expect(200)).text).toContain(`href="${ROOT}${path}"`);
    }
    const paused = (await getPage(fixture, ROOT + path).expect(200)).text;
    expect(paused).toContain('data-testid="paused"');
    expect(paused).toContain('orders of MidasPay');
    await submit(fixture, `${path}/resume`).expect(303);
    expect((await getPage(fixture, ROOT + path).expect(200)).text).not.toContain('data-testid="paused"');
    await getPage(fixture, `${ROOT}/endpoints/none`).expect(404);
    await submit(fixture, '/endpoints/none/resume').expect(404);
  });
});
