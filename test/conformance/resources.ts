import { payOrder } from '../../src/domain/payments/payments.ts';
import type { Examples } from './examples.ts';
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
  '*.creator_id': 'creator',
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
  '/v1/users/{user_id}/link_player': { player_id: 'p' },
  '/v1/users/{user_id}/unlink_player': { player_id: 'p' },
};

/** The examples for one operation. */
export function examplesFor(path: string): Examples {
  return { ...EXAMPLES, ...BY_PATH[path] };
}

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

/** A SKU that no item has. */
const sku: Maker = (wire) => Promise.resolve(`NEW-${wire.next()}`);

const paidOrder: Maker = async (wire) => {
  const orderId = await order(wire);
  payOrder(wire.fixture.domain, wire.fixture.game, orderId, {
    card: '4242424242424242',
    email: null,
    country: null,
    postalCode: null,
    ip: null,
  });
  return orderId;
};

const template: Maker = (wire) =>
  created(wire, '/v1/price_templates', { name: 'Tier', price: 100, category: 'none', customs: [] });

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
};

/** The operation's path with ids of things that exist. */
export async function preparePath(wire: Wire, method: string, path: string): Promise<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  let ready = path;
  for (const name of names) {
    const make = MAKERS[`${method} ${path}`] ?? MAKERS[name];
    if (!make)
      throw new Error(`The conformance suite knows no maker for {${name}}: add one to resources.ts.`);
    ready = ready.replace(`{${name}}`, encodeURIComponent(await make(wire)));
  }
  return ready;
}

/** The same value with the ids of things made now in the place of `@item` and the like. */
export async function prepareValue(wire: Wire, value: unknown): Promise<unknown> {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return value;
  let ready = text;
  for (const [name, make] of Object.entries(NAMED)) {
    while (ready.includes(`"${name}"`)) ready = ready.replace(`"${name}"`, JSON.stringify(await make(wire)));
  }
  return JSON.parse(ready) as unknown;
}

/** The operation's path with ids that nothing has; `null` when it has none. */
export function unknownPath(path: string): string | null {
  return path.includes('{') ? path.replace(/\{\w+\}/g, 'nothing') : null;
}
