import request from 'supertest';
import { existing } from '../../src/domain/model/record.ts';
import { createResource } from '../../src/domain/resources/resources.ts';
import { addItem, addTemplate } from './catalogue.ts';
import type { Fixture } from './fixture.ts';

/** A PNG picture of one pixel. */
export const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Gives the sandbox game some of everything that makes a game, over the S2S API. */
export async function makeEverything(fixture: Fixture): Promise<void> {
  const send = async (method: 'post' | 'put' | 'patch', path: string, body: object): Promise<string> => {
    const { body: answer, status, text } = await fixture.s2s()[method](`/s2s/v1${path}`).send(body);
    if (status > 299) throw new Error(`${method} ${path}: ${text}`);
    return (answer as { id?: string }).id ?? '';
  };
  await send('post', '/locales', { locale: 'de', published_at: 1 });
  await send('post', '/locales', { locale: 'fr' });
  const weapons = await send('post', '/item_categories', { name: 'Weapons', position: 2, icon: 'sword' });
  await send('post', '/item_categories', { name: 'Swords', position: 1, parent_id: weapons });
  const customs = [{ country: 'DE', currency: 'EUR', platform: 'any', price: 120 }];
  const template = await addTemplate(fixture, { key: 'tier-1', customs });
  const gem = await addItem(fixture, {
    sku: 'GEM',
    name: 'Gem',
    price_template_id: template,
    categories: [weapons],
    meta: { best: weapons, constructor: 'x', list: [1, null] },
    highlights: { items: [{ name: 'New' }] },
  });
  const chest = await addItem(fixture, {
    sku: 'CHEST',
    name: 'Chest',
    type: 'bundle',
    price: 500,
    nested_items: [{ sku: 'GEM', count: 3, is_featured: true }],
    fallback_item_id: gem,
    fallback_item_quantity: 7,
  });
  await send('put', `/items/${chest}`, { discount_percent: 10, archived_at: 1000 });
  await send('post', `/items/${gem}/translate`, { name: { fr: 'Gemme', de: 'Edelstein' } });
  const plan = { key: 'm', name: 'M', billing_cycle: { period_type: 'month', period_value: 1 } };
  const plans = [{ ...plan, renewal_type: 'auto', price_template_id: template, benefits: ['a'] }];
  await addItem(fixture, { sku: 'VIP', type: 'subscription', subscription_settings: { plans } });
  const creator = await send('post', '/creators', {
    name: 'Ana',
    email: 'ana@example.com',
    social_medias: [{ url: 'https://youtube.com/@ana' }],
    coupon_code: 'ANA',
  });
  await send('put', `/creators/${creator}`, {
    revenue_share_override_enabled: true,
    revenue_share_override_bps: 1500,
  });
  await send('post', '/coupons', {
    name: 'Ten',
    code: 'TEN',
    type: 'discount',
    discount_percent: 10,
    applicable_item_ids: [gem],
    player_ids: ['leia'],
    end_at: 4_000_000_000,
    is_stackable_with_bonus_coupons: true,
    creator_program: { creator_id: creator, reward: 5, verbal_terms: '', message: 'Hi' },
  });
  const freeItems = { items: [{ item_id: gem, quantity: 2 }] };
  await send('post', '/coupons', { name: 'Free', code: 'FREE', type: 'free_item', free_items: freeItems });
  await send('post', '/achievements', {
    name: 'First',
    description: 'd',
    image_url: 'https://cdn.example.com/a.png',
    type: 'first_purchase',
    position: 1,
  });
  await send('post', '/leaderboards', { name: 'Week', description: 'd', start_at: 5 });
  const { body: loyalty } = await fixture.s2s().get('/s2s/v1/loyalty');
  const program = `/loyalty/${(loyalty as { id: string }).id}`;
  await send('put', program, { name: 'Club', points_rate: 2.5, price_source: null, activated_at: 3 });
  const tier = { name: 'Gold', points: 100, image_url: '', items: [{ id: gem, count: 4 }] };
  await send('put', `${program}/tiers`, [{ ...tier, name: 'Platinum', points: 500 }, tier] as object);
  await send('post', '/webhooks', {
    url: 'http://127.0.0.1:9/a',
    events: ['item.add', 'order.*'],
    method: 'POST',
    description: 'the server',
    player_context_enabled: true,
  });
  await send('post', '/webhooks', {
    url: 'http://127.0.0.1:9/b',
    events: ['item.remove'],
    method: 'GET',
    enabled: false,
    batch_mode: false,
  });
  const { domain, game } = fixture;
  createResource(
    domain,
    game,
    { name: '/v1/news', uniqueFields: [] },
    {
      key: 'news_1',
      scope: { store_id: 'main' },
      data: { id: 'news_1', item_id: gem, constructor: 'x' },
    },
  );
  const scenarios = [{ name: 'Gems for Leia', order: { player_id: 'leia', items: [{ sku: 'GEM' }] } }];
  domain.store.transact(({ games }) => {
    games.put({ ...existing(games, game.id), scenarios });
  });
  const control = request(fixture.listener);
  await control
    .patch('/_emulator/settings')
    .send({ auto_refund: false, retry_schedule: '1,2.5' })
    .expect(200);
  await control.post('/_emulator/clock').send({ signature_time: 'virtual' }).expect(200);
}
