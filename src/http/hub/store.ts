import { findItem } from '../../domain/catalogue/items.ts';
import { itemPrice } from '../../domain/catalogue/prices.ts';
import type { OfferedItem } from '../../domain/hub/answers.ts';
import { askForStore } from '../../domain/hub/questions.ts';
import type { Player } from '../../domain/model/player.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { formatsOf, languageOf } from '../checkout/language.ts';
import type { HubContext } from './context.ts';
import { problemOf } from './verification.ts';
import { answerTo } from './waiting.ts';

const LISTED_ITEMS = 100;

/** What the game offers the player; the catalogue if no webhook takes `store.get`. */
export async function storeModel(context: HubContext, player: Player) {
  const { domain, game, tables } = context;
  const { locale } = languageOf(null, context.preferredLanguage);
  const result = await answerTo(domain, askForStore(domain, game, player.playerId, locale));
  const lines = (items: readonly OfferedItem[]) =>
    items.slice(0, LISTED_ITEMS).map((item) => itemModel(context, player, item));
  if (result.kind === 'accepted') return { problem: null, ofGame: true, items: lines(result.value) };
  if (result.kind !== 'unasked') {
    return { problem: problemOf(game, result, 'The store'), ofGame: true, items: [] };
  }
  const sold = tables.items
    .by('game', game.id)
    .filter((item) => item.archivedAt === null && !item.isSystem)
    .map(({ sku }) => ({ sku }));
  return { problem: null, ofGame: false, items: lines(sold) };
}

function itemModel({ tables, game, domain, now }: HubContext, player: Player, offer: OfferedItem) {
  const known = findItem({ tables }, game.id, offer.sku);
  const market = { country: player.country ?? domain.rules.defaultCountry, platform: 'any' } as const;
  const listed = known && itemPrice(tables, known, market);
  const price = offer.price ?? listed?.amount ?? null;
  const currency = offer.currency ?? listed?.currency ?? 'USD';
  return {
    sku: offer.sku,
    name: offer.name ?? known?.name ?? offer.sku,
    price: price === null ? null : formatsOf('en').money(price, currency),
    note: noteOn(offer, known !== null, now),
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
