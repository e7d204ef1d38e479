import type { Game } from '../../domain/model/game.ts';
import { judgeLink, schemeOf } from '../../domain/model/links.ts';
import type { Order, OrderItem, OrderPart } from '../../domain/model/order.ts';
import { includedTax } from '../../domain/money/fees.ts';
import { fill, type Formats } from './language.ts';
import type { CheckoutContext } from './context.ts';
import { subscriptionModel } from './plans.ts';

/** The order's side of the page: what is bought, by whom, for how much. */
export function summaryModel(context: CheckoutContext) {
  const { game, order, language } = context;
  return {
    game: brandModel(game),
    items: order.items.map((item, index) => itemModel(context, item, index)),
    ...amountsModel(context),
    player: order.uiSettings?.show_player_info === true ? playerModel(order) : null,
    links: linksModel(order),
    open: needsAttention(context),
    payUntil: {
      text: fill(language.texts.pay_until, { time: language.formats.time(order.expiresAt) }),
      pattern: language.texts.pay_until,
      at: order.expiresAt,
    },
  };
}

/** The game as the head of a page shows it. */
export function brandModel({ name, sandbox }: Game) {
  return { name, initial: initialOf(name), sandbox };
}

/** Whether the part that is closed at first on a phone has something to choose, or news. */
function needsAttention(context: CheckoutContext): boolean {
  const { order, problem } = context;
  const plans = order.items.map((item, index) => subscriptionModel(context, item, index));
  const hasChoice = plans.some((plan) => plan !== null && plan.others.length > 0);
  return (
    hasChoice || order.coupon !== null || (problem !== null && CHOICES.some((name) => problem.fields[name]))
  );
}

/** The fields of the forms in the summary. */
const CHOICES = ['coupon_code', 'plan_key', 'item'];

/** How many kinds of parts of a bundle are listed. */
const LISTED_PARTS = 20;

function itemModel(context: CheckoutContext, item: OrderItem, index: number) {
  const { texts, formats } = context.language;
  return {
    name: item.name,
    description: item.description,
    picture: offeredPicture(item.imageUrl),
    initial: initialOf(item.name),
    quantity: item.quantity === 1 ? null : `× ${formats.number(item.quantity)}`,
    price: item.price ? formats.money(item.price, item.currency) : texts.free,
    bonus: item.source !== 'order',
    parts: (item.nestedItems ?? []).slice(0, LISTED_PARTS).map((part) => partText(part, formats)),
    subscription: subscriptionModel(context, item, index),
  };
}

/** `Crystals × 500`. */
function partText({ name, quantity }: OrderPart, { number }: Formats): string {
  return quantity === 1 ? name : `${name} × ${number(quantity)}`;
}

/** Amounts as they are written; tax is part of the total, not added to it. */
function amountsModel({ order, domain, language }: CheckoutContext) {
  const { texts, formats } = language;
  const money = (minor: number) => formats.money(minor, order.currency);
  const { amount, amountBeforeDiscount: before, coupon } = order;
  const off = before - amount - (coupon?.discount ?? 0);
  const { taxPercent } = domain.rules;
  return {
    total: money(amount),
    before: before > amount ? money(before) : null,
    discount:
      off > 0
        ? {
            label: fill(texts.discount, { percent: formats.percent(order.discountPercent) }),
            amount: money(-off),
          }
        : null,
    coupon: coupon
      ? {
          label: fill(texts.coupon, { code: coupon.code }),
          amount: coupon.discount > 0 ? money(-coupon.discount) : '',
        }
      : null,
    tax:
      taxPercent > 0
        ? {
            label: fill(texts.tax_included, { percent: formats.percent(taxPercent) }),
            amount: money(includedTax(amount, taxPercent)),
          }
        : null,
  };
}

function playerModel({ playerId, playerInfo }: Order) {
  const name = playerInfo?.name ?? playerId;
  return {
    name,
    id: name === playerId ? null : playerId,
    picture: offeredPicture(playerInfo?.avatar_url),
    initial: initialOf(name),
  };
}

export function linksModel(order: Order) {
  return {
    game: offeredLink(order.backToGameUrl, order.id),
    store: offeredLink(order.backToStoreUrl, order.id),
  };
}

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? '';
}

/** A link of the order with its id in place of `{order_id}`; `null` when there is none that a page may offer. */
export function offeredLink(link: string | null, orderId: string): string | null {
  const url = link?.replaceAll('{order_id}', orderId) ?? '';
  return judgeLink(url) === 'offered' ? url : null;
}

/** A picture's address, if it is one of the web. */
export function offeredPicture(link: string | null | undefined): string | null {
  return link != null && /^https?$/.test(schemeOf(link) ?? '') ? link : null;
}
