import { payOrder } from '../../src/domain/payments.ts';
import { getPlayer } from '../../src/domain/players.ts';
import { unlinkPlayer } from '../../src/domain/users.ts';
import type { Examples } from './examples.ts';
import type { Wire } from './wire.ts';

/** Makes what an operation works on. Returns the id to put into its path. */
type Maker = (wire: Wire) => Promise<string>;

/** Values for fields where only known things make sense; `*.name` stands for the field in any place. */
export const EXAMPLES: Examples = {
  '*.sku': 'CRS-82500',
  '*.coupon_code': null,
  '*.url': 'http://localhost:9/webhook',
};

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

/** No coupon, so that every code is free, and an item with the id that examples name. */
function readyForCoupons(wire: Wire): void {
  const { world, game } = wire.house;
  world.store.transact(({ coupons, items }) => {
    for (const { id } of [...coupons.all()]) coupons.delete(id);
    const [item] = items.by('game', game.id);
    if (item) items.put({ ...item, id: 'x', sku: 'x' });
  });
}

const coupon: Maker = (wire) => {
  readyForCoupons(wire);
  const program = { creator_id: 'c', reward: 1, verbal_terms: 't', message: 'm' };
  return created(wire, '/v1/coupons', { name: 'x', code: 'OWN', type: 'discount', creator_program: program });
};

async function putCouponX(wire: Wire): Promise<void> {
  const known = wire.house.world.store.tables.coupons.get(await coupon(wire));
  wire.house.world.store.transact(({ coupons }) => {
    if (known) coupons.put({ ...known, id: 'x' });
  });
}

const player: Maker = async (wire) => {
  await created(wire, '/v1/orders', { player_id: 'x', items: [{ sku: 'CRS-82500' }] });
  return 'x';
};

/** The user of player `x`. */
const user: Maker = async (wire) => {
  const { world, game } = wire.house;
  return getPlayer(world.store.tables, game.id, await player(wire)).userId;
};

const userWithoutPlayer: Maker = async (wire) => {
  const { world, game } = wire.house;
  return unlinkPlayer(world, game, await user(wire), 'x').id;
};

const paidOrder: Maker = async (wire) => {
  const orderId = await order(wire);
  payOrder(wire.house.world, wire.house.game, {
    orderId,
    card: '4242424242424242',
    email: null,
    country: null,
    postalCode: null,
    ip: null,
  });
  return orderId;
};

/** By the name of the path's parameter; an operation that needs a special one stands with its path. */
const MAKERS: Readonly<Record<string, Maker>> = {
  order_id: order,
  webhook_id: webhook,
  coupon_id: coupon,
  player_id: player,
  user_id: user,
  'POST /v1/orders/{order_id}/refund': paidOrder,
  'POST /v1/users/{user_id}/link_player': userWithoutPlayer,
};

/** What must be there, or must not, for operations without ids in their path. */
const PREPARATIONS: Readonly<Record<string, (wire: Wire) => void | Promise<void>>> = {
  'POST /v1/coupons': readyForCoupons,
  'PATCH /v1/coupons': putCouponX,
};

/** The operation's path with ids of things that exist. */
export async function preparePath(wire: Wire, method: string, path: string): Promise<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  await PREPARATIONS[`${method} ${path}`]?.(wire);
  let ready = path;
  for (const name of names) {
    const make = MAKERS[`${method} ${path}`] ?? MAKERS[name];
    if (!make)
      throw new Error(`The conformance suite knows no maker for {${name}}: add one to resources.ts.`);
    ready = ready.replace(`{${name}}`, encodeURIComponent(await make(wire)));
  }
  return ready;
}

/** The operation's path with ids that nothing has; `null` when it has none. */
export function unknownPath(path: string): string | null {
  return path.includes('{') ? path.replace(/\{\w+\}/g, 'nothing') : null;
}
