import express, { Router, type Request, type Response } from 'express';
import * as z from 'zod';
import { getRedemption, redeemCoupon } from '../../domain/orders/redeem-coupon.ts';
import { Invalid } from '../../domain/model/errors.ts';
import { getGame, type Environment } from '../../domain/games/games.ts';
import { playerOfToken } from '../../domain/players/users.ts';
import type { AppContext } from '../server/app-context.ts';
import { sendPage } from '../server/pages.ts';
import { pageModel, problemOf, type RedeemForm } from './page-model.ts';
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
      const { id } = redeemCoupon(app.domain, game, { playerId: form.player_id, code: form.code });
      res.redirect(303, `${redeemPath(game)}?done=${id}`);
    } catch (error) {
      const [fault] = error instanceof Invalid ? error.faults : [];
      if (!fault) throw error;
      sendPage(res, 'redeem', pageModel(game, { form, problem: problemOf(fault) }), 422);
    }
  };
}
