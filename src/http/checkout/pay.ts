import type { Request, Response } from 'express';
import { declineWith } from '../../domain/cards.ts';
import { Conflict } from '../../domain/errors.ts';
import { refuseWithoutMethod } from '../../domain/payment-methods.ts';
import { payOrder, type PayForm as Payer, type PayWish } from '../../domain/payments.ts';
import { savedCardOf } from '../../domain/saved-cards.ts';
import { isPayable } from '../../domain/states.ts';
import type { Deps } from '../deps.ts';
import { orderAt, type FoundOrder } from './found-order.ts';
import { checkPayForm, readPayForm, type PayForm } from './pay-form.ts';

/** The player presses Pay. Whatever comes of it, the browser is sent to the order's page. */
export function pay(deps: Deps) {
  return (req: Request, res: Response): void => {
    const { world } = deps;
    const found = orderAt(world, req);
    const form = readPayForm(req.body);
    const payer = isPayable(found.order, world.clock.now()) ? payerOf(deps, found, form) : NOBODY;
    payOrder(world, found.game, {
      ...payer,
      orderId: found.order.id,
      ip: req.ip?.replace(/^::ffff:/, '') ?? null,
      ...wishOf(deps, form),
    });
    res.redirect(303, `/order/${found.order.id}`);
  };
}

type Person = Omit<Payer, 'ip'>;

const NOBODY: Person = { card: null, email: null, country: null, postalCode: null };

/**
 * @throws Invalid naming each field that is not right.
 * @throws Conflict when the order can't be paid this way.
 */
function payerOf({ world }: Deps, found: FoundOrder, form: PayForm): Person {
  refuseWithoutMethod(found.order);
  if (found.order.amount === 0) return NOBODY;
  if (form.saved_card !== '') return savedPayer({ world }, found);
  checkPayForm(form, found.order, world.clock.now());
  return { card: form.card, email: form.email, country: form.country, postalCode: form.postal_code };
}

function savedPayer({ world }: Pick<Deps, 'world'>, { game, order }: FoundOrder): Person {
  const saved = savedCardOf(world.store.tables, game, order);
  if (!saved) throw new Conflict(`Player ${order.playerId} has no saved card.`);
  const { card, payment } = saved;
  return {
    card: card.number,
    email: order.email ?? payment.email,
    country: order.countryLocked ? (order.country ?? payment.country) : payment.country,
    postalCode: payment.postalCode,
  };
}

/** What the tester's drawer asks of this attempt; nothing where there is no drawer. */
function wishOf({ config }: Deps, form: PayForm): PayWish {
  if (!config.testerDrawer) return {};
  return { hold: form.tester_hold !== '', decline: declineWith(form.tester_decline) };
}
