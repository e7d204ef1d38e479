import { Router } from 'express';
import * as z from 'zod';
import { type Environment, getGame } from '../../domain/games/games.ts';
import { getCreatedGame } from '../../domain/games/test-games.ts';
import type { Game } from '../../domain/model/game.ts';
import { getRedemption, redeemCoupon } from '../../domain/coupons/redemptions.ts';
import { playerOfToken } from '../../domain/players/users.ts';
import { browserLanguage, fill, type Language } from '../checkout/language.ts';
import { brandModel } from '../checkout/summary.ts';
import { verifyPlayer, type HubProblem } from '../hub/verification.ts';
import type { FormProblem } from '../pages/forms.ts';
import { lookOf } from '../pages/look.ts';
import { pageFor, pagesOf, type PageContext, type Section } from '../pages/page.ts';
import { createPages } from '../pages/router.ts';
import type { AppContext } from '../server/app-context.ts';
import { redeemPath } from '../server/page-paths.ts';
import type { RedeemTextKey, RedeemTexts } from './texts/en.ts';
import { REDEEM_TEXTS } from './texts.ts';

interface RedeemContext extends PageContext {
  readonly game: Game;
  readonly language: Language<RedeemTexts>;
}

interface RedeemView {
  readonly playerId?: string;
  readonly code?: string;
  /** Why the game does not let the player in. */
  readonly refusal?: HubProblem;
  /** What a code gave. */
  readonly done?: {
    readonly code: string;
    readonly playerId: string;
    readonly items: readonly string[];
    /** Unix milliseconds. */
    readonly at: number;
  };
}

const redeemPage = pagesOf<RedeemContext, RedeemView>();

const text = z.string().max(500).catch('');

/** The form, filled in for a player whom a token logs in, or what a redemption gave. */
const showForm = redeemPage({
  method: 'GET',
  path: '/',
  query: z.object({ player_id: text, code: text, token: text, done: text }),
  run: ({ domain, tables, game, problem }, { query }) => {
    if (problem)
      return { playerId: problem.submitted.text('player_id'), code: problem.submitted.text('code') };
    if (query.done !== '') {
      const { code, playerId, itemNames, createdAt } = getRedemption(tables, game.id, query.done);
      return { done: { code, playerId, items: itemNames, at: createdAt } };
    }
    const player = playerOfToken(domain, query.token);
    return { playerId: player?.gameId === game.id ? player.playerId : query.player_id, code: query.code };
  },
});

/**
 * Redeems a code, for a player whom the game verifies, and goes on to another address, so that a reload redeems nothing
 * more.
 */
const redeem = redeemPage({
  method: 'POST',
  path: '/',
  form: z.object({ player_id: text, code: text }),
  again: showForm,
  run: async ({ domain, game }, { form }) => {
    if (form.player_id !== '') {
      const verification = await verifyPlayer(domain, game, form.player_id);
      if ('problem' in verification) {
        return { playerId: form.player_id, code: form.code, refusal: verification.problem };
      }
    }
    const { id } = redeemCoupon(domain, game, form.player_id, form.code);
    return { redirect: `${redeemPath(game)}?done=${id}` };
  },
});

/** The field that the problem is about: the code, unless the player is missing. */
function wrongFieldOf(problem: FormProblem | null): 'player_id' | 'code' | null {
  if (!problem) return null;
  return problem.fields['player_id'] ? 'player_id' : 'code';
}

/** Why nothing was redeemed: in the player's language, and in the emulator's own words for the developer. */
function problemModel({ texts }: Language<RedeemTexts>, { fields, message }: FormProblem) {
  const [field] = Object.values(fields);
  if (!field) return { heading: texts.not_possible, detail: message, delivery: null };
  return { heading: texts[HEADINGS[field.code] ?? 'missing'], detail: field.message, delivery: null };
}

const HEADINGS: Readonly<Partial<Record<string, RedeemTextKey>>> = {
  coupon_not_found: 'coupon_not_found',
  coupon_already_used: 'coupon_already_used',
  coupon_not_applicable: 'coupon_not_applicable',
};

function doneModel(
  { formats, texts }: Language<RedeemTexts>,
  { at, ...done }: NonNullable<RedeemView['done']>,
) {
  const redeemedAt = {
    at,
    pattern: texts.redeemed_at,
    text: fill(texts.redeemed_at, { time: formats.time(at) }),
  };
  return { ...done, redeemedAt };
}

/** @param environment `null` for the created game that the path names */
function sectionOf(environment: Environment | null): Section<RedeemContext, RedeemView> {
  return {
    context: (page, { game: id = '' }) => {
      const game = environment === null ? getCreatedGame(page.tables, id) : getGame(page.tables, environment);
      const language = browserLanguage(REDEEM_TEXTS, page.preferredLanguage);
      return { ...pageFor(page, game), game, language };
    },
    layout: ({ game, problem, language }, { playerId = '', code = '', done, refusal }) => ({
      view: 'redeem',
      ...(refusal && { status: refusal.status }),
      model: {
        t: language.texts,
        lang: language.lang,
        look: lookOf(game),
        action: redeemPath(game),
        summary: { game: brandModel(game) },
        wrongField: wrongFieldOf(problem),
        playerId,
        code,
        problem: refusal
          ? { ...refusal, heading: language.texts[refusal.kind] }
          : problem && problemModel(language, problem),
        done: done ? doneModel(language, done) : null,
      },
    }),
  };
}

/** The page on which players redeem free-item codes, below `/redeem`. It stands in for a game hub's. */
export function createRedeem(app: AppContext): Router {
  const router = Router();
  router.use('/live', createPages(app, sectionOf('live'), [showForm, redeem]));
  router.use('/games/:game', createPages(app, sectionOf(null), [showForm, redeem]));
  router.use('/', createPages(app, sectionOf('sandbox'), [showForm, redeem]));
  return router;
}
