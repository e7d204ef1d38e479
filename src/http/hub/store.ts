import { findItem } from '../../domain/catalogue/items.ts';
import { itemPrice } from '../../domain/catalogue/prices.ts';
import type { OfferedItem } from '../../domain/hub/answers.ts';
import { askForStore } from '../../domain/hub/questions.ts';
import type { Order } from '../../domain/model/order.ts';
import type { Player } from '../../domain/model/player.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { createOrder } from '../../domain/orders/orders.ts';
import { parse } from '../api/validation.ts';
import { planPrice, plansOf } from '../../domain/subscriptions/plans.ts';
import { formatsOf, languageOf } from '../checkout/language.ts';
import { orderCreateSchema } from '../s2s/orders/order-schemas.ts';
import { newOrder } from '../s2s/orders/orders.ts';
import type { HubContext } from './context.ts';
import { problemOf, refused, type HubProblem } from './verification.ts';
import { answerTo } from './waiting.ts';

const LISTED_ITEMS = 100;

/** What the game offers a player at this moment. */
export interface HubStore {
  readonly problem: HubProblem | null;
  /** Whether the game said what it offers. */
  readonly ofGame: boolean;
  readonly offers: readonly OfferedItem[];
}

/** Asks the game what it offers the player; the catalogue if no webhook takes `store.get`. */
export async function storeOf(context: HubContext, player: Player): Promise<HubStore> {
  const { domain, game, tables } = context;
  const { locale } = languageOf(null, context.preferredLanguage);
  const result = await answerTo(domain, askForStore(domain, game, player.playerId, locale));
  if (result.kind === 'accepted') return { problem: null, ofGame: true, offers: result.value };
  if (result.kind !== 'unasked') {
    return { problem: problemOf(game, result, 'The store'), ofGame: true, offers: [] };
  }
  const offers = tables.items
    .by('game', game.id)
    .filter((item) => item.archivedAt === null && !item.isSystem)
    .map(({ sku }) => ({ sku }));
  return { problem: null, ofGame: false, offers };
}

/** The store as the page shows it. */
export function storeModel(context: HubContext, player: Player, { problem, ofGame, offers }: HubStore) {
  const items = offers.slice(0, LISTED_ITEMS).map((offer) => itemModel(context, player, offer));
  return { problem, ofGame, items };
}

/**
 * Makes an order of an item that the game offers the player, with the game's name and price.
 *
 * @param backToStore where the checkout leads back to
 * @throws Invalid and InvalidRequest when the item can't be ordered as it is offered.
 */
export function orderOffered(
  context: HubContext,
  player: Player,
  { problem, offers }: HubStore,
  sku: string,
  backToStore: string,
): Order | HubProblem {
  const { domain, game } = context;
  if (problem) return problem;
  const offer = offers.find((one) => one.sku === sku);
  if (!offer || itemModel(context, player, offer).note !== null) {
    return refused('Not for sale', `The store does not offer ${sku} to this player now.`);
  }
  const item = { sku, ...namedFields(offer), ...pricedFields(context, player, offer) };
  const body = { player_id: player.playerId, items: [item], back_to_store_url: backToStore };
  return createOrder(domain, game, newOrder(parse(orderCreateSchema, body, 'body')), null);
}

function namedFields({ name, description }: OfferedItem) {
  return { ...(name != null && { name }), ...(description != null && { description }) };
}

/** The price of the game in the currency that the page shows; without one, the order has the catalogue's price. */
function pricedFields(context: HubContext, player: Player, offer: OfferedItem) {
  return offer.price == null
    ? {}
    : { price: offer.price, currency: priceOf(context, player, offer).currency };
}

function itemModel(context: HubContext, player: Player, offer: OfferedItem) {
  const known = findItem(context, context.game.id, offer.sku);
  const { price, currency } = priceOf(context, player, offer);
  return {
    sku: offer.sku,
    name: offer.name ?? known?.name ?? offer.sku,
    price: price === null ? null : formatsOf('en').money(price, currency),
    note: noteOn(offer, known !== null, context.now) ?? (price === null ? 'left out: it has no price' : null),
  };
}

/** What an offered item costs, in minor units. What the game does not say, the catalogue does. */
function priceOf({ tables, game, domain }: HubContext, player: Player, offer: OfferedItem) {
  const known = findItem({ tables }, game.id, offer.sku);
  const market = { country: player.country ?? domain.rules.defaultCountry, platform: 'any' } as const;
  const [plan] = known ? plansOf(known) : [];
  const listed = known && (plan ? planPrice(tables, known, plan, market) : itemPrice(tables, known, market));
  return {
    price: offer.price ?? listed?.amount ?? null,
    currency: offer.currency ?? listed?.currency ?? 'USD',
  };
}

/** Why the hub would not offer an item now; `null` if it would. */
function noteOn(
  { name, price, start_at, end_at }: OfferedItem,
  isKnown: boolean,
  now: number,
): string | null {
  if (!isKnown && (name == null || price == null)) {
    return 'left out: the catalogue has no such SKU, so it needs a name and a price';
  }
  if (start_at != null && milliseconds(start_at) > now) return 'left out: its start_at is still to come';
  return end_at != null && milliseconds(end_at) <= now ? 'left out: its end_at has passed' : null;
}
