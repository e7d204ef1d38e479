import { payOrder } from '../../src/domain/payments.ts';
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
  'POST /v1/orders/{order_id}/refund': paidOrder,
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

/** The operation's path with ids that nothing has; `null` when it has none. */
export function unknownPath(path: string): string | null {
  return path.includes('{') ? path.replace(/\{\w+\}/g, 'nothing') : null;
}
