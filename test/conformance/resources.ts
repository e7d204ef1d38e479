import { payOrder } from '../../src/domain/payments/payments.ts';
import { exampleOf, type Examples } from './examples.ts';
import type { Specification } from './specification.ts';
import type { Wire } from './wire.ts';

/** Makes something that requests can name. Returns its id. */
type Maker = (wire: Wire) => Promise<string>;

/**
 * Values for fields where only known things make sense; `*.name` stands for the field in any place. `@item`
 * is the id of an item that is made before the request is sent.
 */
export const EXAMPLES: Examples = {
  '*.sku': 'CRS-82500',
  '*.coupon_code': null,
  '*.url': 'http://localhost:9/webhook',
  '*.fallback_item_id': '@item',
  '*.nested_items.0.id': '@item',
  '*.nested_items.0.sku': 'CRS-82500',
  '*.item_id': '@item',
  '*.applicable_item_ids.0': '@item',
  '*.price_template_id': '@template',
  '*.parent_id': '@category',
  '*.categories.0': '@category',
  '*.category_id': '@category',
  '*.creator_id': '@creator',
  '*.token': '@token',
};

/** What only makes sense in the bodies of one path. */
const BY_PATH: Readonly<Record<string, Examples>> = {
  '/v1/items': { '0.id': '@item', sku: '@sku', '0.sku': '@sku' },
  '/v1/items/{item_id}': { sku: '@sku' },
  '/v1/item_categories': { '0.id': '@category' },
  '/v1/price_templates': { key: '@sku' },
  '/v1/price_templates/{price_template_id}': { key: '@sku' },
  '/v1/coupons': { '0.id': '@coupon' },
  '/v1/achievements': { type: '@sku', '0.id': '@achievement', '0.type': '@sku' },
  '/v1/achievements/{achievement_id}': { type: '@sku' },
  '/v1/achievements/{achievement_type}/unlock': { player_id: '@player' },
  '/v1/leaderboards/{leaderboard_id}/submit_score': { '': { member_id: 'm', score: 1 } },
  '/v1/loyalty/{loyalty_settings_id}/tiers': { '0.items.0': { id: '@item' }, '0.items.0.id': '@item' },
  '/v1/loyalty/{loyalty_settings_id}/issue_points': { user_id: '@user' },
  '/v1/creators': { coupon_code: '@sku' },
  '/v1/gdpr_requests': { '': { player_id: '@player' } },
  '/v1/users/{user_id}/link_player': { player_id: 'p' },
  '/v1/users/{user_id}/unlink_player': { player_id: 'p' },
};

/** What no two records share, and the record that an element of a bulk operation names. */
const GENERIC_EXAMPLES: Examples = {
  '*.coupon_code': 'CODE',
  slug: '@sku',
  key: '@sku',
  '0.slug': '@sku',
  '0.key': '@sku',
  'items.0.key': '@sku',
  '0.id': '@record',
};

/** The examples for one operation. */
export function examplesFor(path: string): Examples {
  const others = OWN_PATHS.test(path) ? {} : GENERIC_EXAMPLES;
  return { ...EXAMPLES, ...others, ...BY_PATH[path] };
}

const OWN_PATHS =
  /^\/v1\/(?:items|item_categories|coupons|orders|price_templates|locales|webhooks|users|players|achievements|leaderboards|events|loyalty|creators|gdpr_requests)/;

async function created(wire: Wire, path: string, body: object): Promise<string> {
  const answer = await wire.send('POST', path, body);
  const { id, order_id: orderId } = (answer.body ?? {}) as { id?: string; order_id?: string };
  const made = id ?? orderId;
  if (answer.status !== 201 || made === undefined) {
    throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return made;
}

const order: Maker = (wire) => created(wire, '/v1/orders', { player_id: 'p', items: [{ sku: 'CRS-82500' }] });

const webhook: Maker = (wire) =>
  created(wire, '/v1/webhooks', { url: 'http://localhost:9/webhook', events: ['item.add'], method: 'POST' });

const item: Maker = (wire) =>
  created(wire, '/v1/items', {
    sku: `MADE-${wire.next()}`,
    name: 'Made',
    type: 'item',
    currency: 'USD',
    price: 100,
    is_stackable: true,
    is_currency: false,
  });

const category: Maker = (wire) => created(wire, '/v1/item_categories', { name: 'Made', position: 1 });

const coupon: Maker = (wire) =>
  created(wire, '/v1/coupons', { name: 'Made', code: `MADE-${wire.next()}`, type: 'discount' });

const player: Maker = async (wire) => {
  await order(wire);
  return 'p';
};

const token: Maker = async (wire) => {
  const { body } = await wire.send('POST', '/v1/users/authorize', { player_id: 'p' });
  const { authorization_url: url } = body as { authorization_url: string };
  return new URL(url).searchParams.get('token') ?? '';
};

const user: Maker = async (wire) => {
  const { body } = await wire.send('POST', '/v1/users/authenticate', { token: await token(wire) });
  return (body as { id: string }).id;
};

const unlinkedUser: Maker = async (wire) => {
  const id = await user(wire);
  await wire.send('POST', `/v1/users/${id}/unlink_player`, { player_id: 'p' });
  return id;
};

/** An active subscription of the player `p`. */
const subscription: Maker = async (wire) => {
  const made = await item(wire);
  const { body } = await wire.send('PUT', `/v1/items/${made}`, { type: 'subscription' });
  const order = { player_id: 'p', items: [{ sku: (body as { sku: string }).sku }] };
  const orderId = await created(wire, '/v1/orders', order);
  const { domain, game } = wire.fixture;
  payOrder(domain, game, orderId, { ...PAYER, card: '4242424242424242' });
  return domain.store.tables.subscriptions.by('lastOrder', orderId)[0]?.id ?? '';
};

const PAYER = { email: null, country: null, postalCode: null, ip: null };

/** A SKU that no item has. */
const sku: Maker = (wire) => Promise.resolve(`NEW-${wire.next()}`);

const paidOrder: Maker = async (wire) => {
  const orderId = await order(wire);
  const { domain, game } = wire.fixture;
  payOrder(domain, game, orderId, { ...PAYER, card: '4242424242424242' });
  return orderId;
};

const template: Maker = (wire) =>
  created(wire, '/v1/price_templates', { name: 'Tier', price: 100, category: 'none', customs: [] });

const achievementOf = (wire: Wire, type: string): Promise<string> =>
  created(wire, '/v1/achievements', {
    name: 'Made',
    description: '',
    image_url: 'https://example.test/made.png',
    type,
    position: 1,
  });

const achievement: Maker = (wire) => achievementOf(wire, `made-${wire.next()}`);

const achievementType: Maker = async (wire) => {
  const type = `made-${wire.next()}`;
  await achievementOf(wire, type);
  return type;
};

const leaderboard: Maker = (wire) => created(wire, '/v1/leaderboards', { name: 'Made', description: '' });

/** The only member of a leaderboard. */
const MEMBER = 'm';

const leaderboardWithMember: Maker = async (wire) => {
  const id = await leaderboard(wire);
  await wire.send('POST', `/v1/leaderboards/${id}/submit_score`, { member_id: MEMBER, score: 1 });
  return id;
};

const loyaltyProgram: Maker = async (wire) => {
  const { body } = await wire.send('GET', '/v1/loyalty');
  return (body as { id: string }).id;
};

const creator: Maker = (wire) => created(wire, '/v1/creators', { name: 'Made', email: 'made@example.test' });

/** A game has each language once: the one that is there, if there is one. */
const locale: Maker = async (wire) => {
  const { domain, game } = wire.fixture;
  const [known] = domain.store.tables.locales.by('game', game.id);
  return known?.id ?? created(wire, '/v1/locales', { locale: 'de' });
};

/** By the name of the path's parameter; an operation that needs a special one stands with its path. */
const MAKERS: Readonly<Record<string, Maker>> = {
  order_id: order,
  webhook_id: webhook,
  item_id: item,
  item_category_id: category,
  coupon_id: coupon,
  price_template_id: template,
  locale_id: locale,
  player_id: player,
  user_id: user,
  subscription_id: subscription,
  achievement_id: achievement,
  creator_id: creator,
  loyalty_settings_id: loyaltyProgram,
  leaderboard_id: leaderboardWithMember,
  member_id: () => Promise.resolve(MEMBER),
  achievement_type: achievementType,
  'POST /v1/orders/{order_id}/refund': paidOrder,
  'POST /v1/users/{user_id}/link_player': unlinkedUser,
};

/** By the text that stands for the id in a body. */
const NAMED: Readonly<Record<string, Maker>> = {
  '@item': item,
  '@sku': sku,
  '@category': category,
  '@coupon': coupon,
  '@template': template,
  '@token': token,
  '@player': player,
  '@user': user,
  '@creator': creator,
  '@achievement': achievement,
};

/** What a path or a body needs is created as the specification describes it where the suite has no maker for it. */
export interface Preparation {
  readonly wire: Wire;
  readonly specification: Specification;
}

/** The operation's path with ids of things that exist. */
export async function preparePath(to: Preparation, method: string, path: string): Promise<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  let ready = path;
  for (const name of names) {
    const make = MAKERS[`${method} ${path}`] ?? MAKERS[name];
    const above = path.slice(0, path.indexOf(`/{${name}}`));
    const readyAbove = ready.slice(0, ready.indexOf(`/{${name}}`));
    const id = make ? await make(to.wire) : await makeRecord(to, name, above, readyAbove);
    ready = ready.replace(`{${name}}`, encodeURIComponent(id));
  }
  return ready;
}

/** Creates what `/{name}` names below a path, there or wherever the specification says how. */
async function makeRecord(to: Preparation, name: string, above: string, readyAbove: string): Promise<string> {
  const { wire, specification } = to;
  const { paths } = specification.document;
  if (paths[above]?.['post']) return postRecord(to, above, readyAbove);
  const [below] = Object.keys(paths).filter(
    (path) => path.endsWith(`/{${name}}`) && paths[path.slice(0, path.lastIndexOf('/'))]?.['post'],
  );
  if (below !== undefined) {
    const other = below.slice(0, below.lastIndexOf('/'));
    return postRecord(to, other, await preparePath(to, 'POST', other));
  }
  if (paths[`${above}/{${name}}`]?.['put'] && !paths[`${above}/{${name}}`]?.['get']) {
    const { status, body } = await wire.send('GET', readyAbove);
    const { id } = (body ?? {}) as { readonly id?: string };
    if (status === 200 && id !== undefined) return id;
    return `key-${wire.next()}`;
  }
  throw new Error(`The conformance suite knows no maker for {${name}}: add one to resources.ts.`);
}

async function postRecord(to: Preparation, path: string, ready: string): Promise<string> {
  const { specification } = to;
  if (!specification.document.paths[path]?.['post']) return `id-${to.wire.next()}`;
  const { body } = specification.operation('POST', path);
  const example = body ? exampleOf(specification, body, '', examplesFor(path)) : {};
  return created(to.wire, ready, (await prepareValue(to, example, { path, ready })) as object);
}

/**
 * The same value with the ids of things made now in the place of `@item` and the like; `@record` is one made below the
 * path that the value is sent to.
 */
export async function prepareValue(
  to: Preparation,
  value: unknown,
  sent: { readonly path: string; readonly ready: string },
): Promise<unknown> {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return value;
  let ready = text;
  const makers = { ...NAMED, '@record': (_wire: Wire) => postRecord(to, sent.path, sent.ready) };
  for (const [name, make] of Object.entries(makers)) {
    while (ready.includes(`"${name}"`))
      ready = ready.replace(`"${name}"`, JSON.stringify(await make(to.wire)));
  }
  return JSON.parse(ready) as unknown;
}

/** The operation's path with ids that nothing has; `null` when it has none. */
export function unknownPath(path: string): string | null {
  return path.includes('{') ? path.replace(/\{\w+\}/g, 'nothing') : null;
}
