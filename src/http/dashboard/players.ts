import * as z from 'zod';
import { containsText } from '../../domain/model/contains-text.ts';
import { NotFound } from '../../domain/model/errors.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Player } from '../../domain/model/player.ts';
import { playerKey, type ReadTables } from '../../domain/model/tables.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { momentAt, momentOrNull } from './formats.ts';
import { paginate } from './layout.ts';
import { orderRow } from './orders.ts';

/** The newest orders that the page of a player shows; the list of transactions has them all. */
const ORDERS = 50;

export const playersPage = dashboardPage({
  method: 'GET',
  path: '/players',
  query: z.object({ q: z.string().max(200).optional() }),
  run: (context, { query: { q = '' } }) => {
    const { tables, game } = context;
    const text = q.trim();
    const all = tables.players.by('game', game.id);
    const found = text === '' ? all : all.filter(playerTest(text));
    const { shown, paginator } = paginate(context, '/players', found.toReversed());
    return {
      view: 'players',
      title: 'Players',
      section: 'players',
      model: {
        rows: shown.map((player) => playerRow(context, player)),
        paginator,
        q,
        isFiltered: text !== '',
      },
    };
  },
});

/** Whether a player's id, email or name contains a text. */
export function playerTest(text: string): (player: Player) => boolean {
  const has = containsText(text);
  return ({ playerId, email, info }) =>
    has(playerId) || (email !== null && has(email)) || (info.name != null && has(info.name));
}

function playerRow({ tables, root, now }: DashboardContext, player: Player) {
  return {
    playerId: player.playerId,
    href: `${root}/players/${encodeURIComponent(player.playerId)}`,
    name: player.info.name ?? '',
    email: player.email ?? '',
    country: player.country ?? '',
    orders: tables.orders.count('player', player.id).toLocaleString('en'),
    created: momentAt(player.createdAt, now),
  };
}

/** What is known of a player: the orders, what the player should own, consent to mail, and redeemed codes. */
export const playerPage = dashboardPage({
  method: 'GET',
  path: '/players/:id',
  run: (context, { params: { id } }) => {
    const { tables, game, root, now } = context;
    const key = playerKey(game.id, id);
    const player = tables.players.get(key);
    const orders = tables.orders.by('player', key);
    if (!player && orders.length === 0) throw new NotFound(`Player ${JSON.stringify(id)} was not found.`);
    const redemptions = tables.redemptions.by('player', key);
    return {
      view: 'player',
      title: `Player ${id}`,
      section: 'players',
      model: {
        playerId: id,
        facts: player ? factsOf(player) : [],
        consent: consentOf(player, now),
        owned: ownedItems(tables, orders, redemptions),
        rows: orders
          .slice(-ORDERS)
          .toReversed()
          .map((order) => orderRow(context, order)),
        total: orders.length,
        newOrder: `${root}/orders/new?player=${encodeURIComponent(id)}`,
        redemptions: redemptions.toReversed().map(({ code, orderId, createdAt }) => ({
          code,
          orderHref: orderId === null ? null : `${root}/orders/${orderId}`,
          at: momentAt(createdAt, now),
        })),
      },
    };
  },
});

function factsOf({ info, email, country, userId, profile }: Player) {
  const facts = [
    ['Name', info.name],
    ['Email', email],
    ['Country', country],
    ['User id', userId],
    ['Loyalty points', profile.loyaltyPoints === 0 ? null : String(profile.loyaltyPoints)],
  ] as const;
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}

function consentOf(player: Player | undefined, now: number) {
  const consent = player?.profile.emailConsent ?? null;
  if (!consent) return { text: 'Never asked.', at: null };
  const { revokedAt, grantedAt } = consent;
  if (revokedAt !== null && revokedAt >= (grantedAt ?? 0))
    return { text: 'Revoked', at: momentAt(revokedAt, now) };
  return { text: 'Granted', at: momentOrNull(grantedAt, now) };
}

/** What the player paid for, and was given, and did not have to return: by SKU, with the count. */
function ownedItems(
  tables: ReadTables,
  orders: readonly Order[],
  redemptions: ReturnType<ReadTables['redemptions']['by']>,
) {
  const owned = new Map<string, { sku: string; name: string; quantity: number }>();
  const add = (sku: string, name: string, quantity: number): void => {
    owned.set(sku, { sku, name, quantity: (owned.get(sku)?.quantity ?? 0) + quantity });
  };
  for (const order of orders) {
    if (order.status !== 'paid' && order.status !== 'disputed') continue;
    for (const item of order.items) add(item.sku, item.name, item.quantity);
  }
  for (const { orderId, couponId } of redemptions) {
    const coupon = orderId === null ? tables.coupons.get(couponId) : undefined;
    for (const { itemId, quantity } of coupon?.freeItems ?? []) {
      const item = tables.items.get(itemId);
      if (item) add(item.sku, item.name, quantity);
    }
  }
  return [...owned.values()].map((one) => ({ ...one, quantity: one.quantity.toLocaleString('en') }));
}
