import express, { type Request, type Response, Router } from 'express';
import * as z from 'zod';
import { type Environment, getGame } from '../../domain/games/games.ts';
import type { Redemption } from '../../domain/model/coupon.ts';
import { type Fault, type FaultCode, Invalid } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import { getRedemption, redeemCoupon } from '../../domain/coupons/redemptions.ts';
import { playerOfToken } from '../../domain/players/users.ts';
import { sendPage } from '../pages/send-page.ts';
import type { AppContext } from '../server/app-context.ts';
import { redeemPath } from './paths.ts';

/** The page on which players redeem free-item codes. It stands in for a game hub's. */
export function createRedeem(app: AppContext): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: '16kb' }));
  router.get('/', showForm(app, 'sandbox'));
  router.post('/', redeem(app, 'sandbox'));
  router.get('/live', showForm(app, 'live'));
  router.post('/live', redeem(app, 'live'));
  return router;
}

const text = z.string().trim().max(500).catch('');
const formSchema = z.object({ player_id: text, code: text });
const querySchema = z.object({ player_id: text, code: text, token: text, done: text });

/** The form, prefilled for a player whom a token logs in, or what a redemption gave. */
function showForm(app: AppContext, environment: Environment) {
  return (req: Request, res: Response): void => {
    const { tables } = app.domain.store;
    const game = getGame(tables, environment);
    const { token, done, ...form } = querySchema.parse(req.query);
    if (done !== '') {
      const redemption = getRedemption(tables, game.id, done);
      sendPage(res, 'redeem', pageModel(game, { form, redemption }));
      return;
    }
    const player = playerOfToken(app.domain, token);
    const known = player?.gameId === game.id ? { ...form, player_id: player.playerId } : form;
    sendPage(res, 'redeem', pageModel(game, { form: known }));
  };
}

/** Redeems and goes on to another address, so that loading the page again redeems nothing. */
function redeem(app: AppContext, environment: Environment) {
  return (req: Request, res: Response): void => {
    const game = getGame(app.domain.store.tables, environment);
    const form: RedeemForm = formSchema.parse(req.body ?? {});
    try {
      const { id } = redeemCoupon(app.domain, game, form.player_id, form.code);
      res.redirect(303, `${redeemPath(game)}?done=${id}`);
    } catch (error) {
      const [fault] = error instanceof Invalid ? error.faults : [];
      if (!fault) throw error;
      sendPage(res, 'redeem', pageModel(game, { form, problem: problemOf(fault) }), 422);
    }
  };
}

/** What the player filled in. */
export interface RedeemForm {
  readonly player_id: string;
  readonly code: string;
}

export interface Problem {
  readonly heading: string;
  readonly detail: string;
}

const HEADINGS: Readonly<Partial<Record<FaultCode, string>>> = {
  coupon_not_found: 'There is no such code',
  coupon_already_used: 'This code has been used already',
  coupon_not_applicable: "This code can't be activated",
};

/** The refusal in a player's words, and in the emulator's own for the developer who looks on. */
export function problemOf({ code, message }: Fault): Problem {
  return { heading: HEADINGS[code] ?? 'Something is missing', detail: message };
}

interface Shown {
  readonly form: RedeemForm;
  readonly problem?: Problem;
  readonly redemption?: Redemption;
}

/** The view model of `redeem.ejs`. */
export function pageModel(game: Game, { form, problem, redemption }: Shown) {
  return {
    action: redeemPath(game),
    isLive: !game.sandbox,
    playerId: form.player_id,
    code: form.code,
    problem: problem ?? null,
    done: redemption
      ? { code: redemption.code, playerId: redemption.playerId, items: redemption.itemNames }
      : null,
  };
}
