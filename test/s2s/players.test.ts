import { describe, expect, it } from 'vitest';
import { createWebhook } from '../../src/domain/webhooks/webhooks.ts';
import { makeOrder } from '../support/coupons.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const PLAYER = '/s2s/v1/players/p1';
const CONSENT = `${PLAYER}/marketing_consent/email`;

function lastBody(fixture: Fixture, form: 'body' | 'bodyWithPlayer' = 'body'): unknown {
  return JSON.parse(fixture.events().at(-1)?.[form] ?? 'null');
}

describe('a player', () => {
  it('is known from the first order on, by its player id and its user id [orders.new-data]', async () => {
    const fixture = createFixture();
    const info = { attributes: { level: 3 }, custom_attributes: { clan: 'red' } };
    const { userId } = makeOrder(fixture, { playerInfo: info });
    const { body } = await fixture.s2s().get(PLAYER).expect(200);
    expect(body).toEqual({ id: userId, player_id: 'p1', ...info, loyalty_points: 0 });
    await fixture.s2s(LIVE_KEY).get(PLAYER).expect(404);
  });

  it('keeps the attributes that an update does not name [players.attributes]', async () => {
    const fixture = createFixture();
    makeOrder(fixture, { playerInfo: { attributes: { level: 3, platform: 'ios' } } });
    const change = {
      attributes: { level: 4 },
      custom_attributes: { clan: 'red' },
      name: 'Leia',
      banned: true,
    };
    await fixture.s2s().post(PLAYER).send(change).expect(200);
    const { body } = await fixture.s2s().get(PLAYER);
    expect(body).toMatchObject({
      attributes: { level: 4, platform: 'ios' },
      custom_attributes: { clan: 'red' },
    });
    makeOrder(fixture, { playerInfo: { attributes: { level: 5 } } });
    const { body: later } = await fixture.s2s().get(PLAYER);
    expect(later).toMatchObject({ attributes: { level: 5, platform: 'ios' } });
  });

  it('refuses an update beyond the published bounds, and one of a player nobody knows', async () => {
    const fixture = createFixture();
    const change = {
      country: 'de',
      creator_program_id: 'x'.repeat(33),
      attributes: { level: 'high', device_type: 'Toaster' },
      balances: [{ sku: 'gold' }],
    };
    const { body } = await fixture.s2s().post(PLAYER).send(change).expect(422);
    const { detail } = body as { detail: { loc: unknown[] }[] };
    expect(detail.map(({ loc }) => loc.slice(1).join('.')).sort()).toEqual([
      'attributes.device_type',
      'attributes.level',
      'balances.0.quantity',
      'country',
      'creator_program_id',
    ]);
    await fixture.s2s().post(PLAYER).send({}).expect(404);
  });

  it('collects loyalty points', async () => {
    const fixture = createFixture();
    makeOrder(fixture);
    const issue = (amount: number) => fixture.s2s().post(`${PLAYER}/issue_loyalty_points`).send({ amount });
    await issue(5).expect(204);
    await issue(7).expect(204);
    await issue(0).expect(422);
    const { body } = await fixture.s2s().get(PLAYER);
    expect(body).toMatchObject({ loyalty_points: 12 });
  });

  it('makes the hub ask for the store of the player again [players.refresh-store]', async () => {
    const fixture = createFixture();
    const hook = { url: 'http://127.0.0.1:9/', events: ['store.get'], method: 'POST' };
    await fixture.s2s().post('/s2s/v1/webhooks').send(hook).expect(201);
    await fixture.s2s().post(`${PLAYER}/refresh_store`).expect(404);
    makeOrder(fixture);
    await fixture.s2s().post(`${PLAYER}/refresh_store`).expect(204);
    await fixture.s2s().post('/s2s/v1/players/refresh_store?player_id=p1').expect(204);
    await fixture.s2s().post('/s2s/v1/players/refresh_store?player_id=unknown').expect(204);
    await fixture.s2s().post('/s2s/v1/players/refresh_store').expect(422);
    expect(fixture.eventTypes()).toEqual(['order.created', 'store.get', 'store.get']);
    expect(JSON.parse(fixture.events()[1]?.body ?? '')).toMatchObject({
      trigger: 'hub.store.open',
      request_id: expect.any(String) as string,
      event_data: { player_id: 'p1', is_anonymous: false, placement_keys: [], category_slugs: [] },
    });
  });
});

describe('marketing consent', () => {
  it('is told of when it changes, and only then [players.marketing-consent]', async () => {
    const fixture = createFixture();
    makeOrder(fixture);
    const now = Math.floor(fixture.clock.now() / 1000);
    const grant = (address: string) => fixture.s2s().post(`${CONSENT}/grant`).send({ address });
    for (const address of ['a@example.com', 'a@example.com']) await grant(address).expect(204);
    fixture.clock.advance(1000);
    for (const _twice of [1, 2]) await fixture.s2s().post(`${CONSENT}/revoke`).expect(204);
    await grant('nobody').expect(422);
    expect(fixture.eventTypes()).toEqual([
      'order.created',
      'player.marketing_consent.updated',
      'player.marketing_consent.updated',
    ]);
    expect(lastBody(fixture)).toMatchObject({
      event_data: {
        player_id: 'p1',
        email: { address: 'a@example.com', granted_at: now, revoked_at: now + 1 },
      },
      trigger: 's2s.player.marketing_consent.revoke',
      idempotency_key: null,
      context: null,
      request_id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
  });

  it('may come with an update of the player', async () => {
    const fixture = createFixture();
    makeOrder(fixture);
    const update = { marketing_consent: { email: { granted_at: 1_700_000_000 } } };
    for (const _twice of [1, 2]) await fixture.s2s().post(PLAYER).send(update).expect(200);
    expect(fixture.eventTypes()).toEqual(['order.created', 'player.marketing_consent.updated']);
  });

  it('brings the player along for webhooks that ask for it [players.marketing-consent]', async () => {
    const fixture = createFixture();
    makeOrder(fixture, { playerInfo: { name: 'Leia', attributes: { level: 3 } } });
    createWebhook(fixture.domain, fixture.game, {
      url: 'http://localhost:9/',
      events: ['player.marketing_consent.updated'],
      method: 'POST',
      description: null,
      enabled: true,
      enabledLogs: true,
      playerContextEnabled: true,
      batchMode: null,
    });
    await fixture.s2s().post(`${CONSENT}/grant`).send({ address: 'a@example.com' }).expect(204);
    expect(lastBody(fixture, 'bodyWithPlayer')).toMatchObject({
      context: {
        player: {
          player_id: 'p1',
          player: null,
          attributes: { level: 3 },
          custom_attributes: {},
        },
      },
    });
  });

  it('needs a player that is known', async () => {
    const fixture = createFixture();
    await fixture.s2s().post(`${CONSENT}/grant`).send({ address: 'a@example.com' }).expect(404);
    await fixture.s2s().post(`${CONSENT}/revoke`).expect(404);
  });
});
