import type { Router } from 'express';
import * as z from 'zod';
import { getGame } from '../../domain/games/games.ts';
import { logIn, playerOfSession } from '../../domain/hub/sessions.ts';
import { askToLookUp } from '../../domain/hub/questions.ts';
import { Invalid, NotFound } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Player } from '../../domain/model/player.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { playerOfToken } from '../../domain/players/users.ts';
import { lookOf } from '../pages/look.ts';
import { pageFor, type OtherAnswer, type PageContext, type Section } from '../pages/page.ts';
import { createPages } from '../pages/router.ts';
import type { AppContext } from '../server/app-context.ts';
import { InvalidRequest } from '../server/problems.ts';
import { hubPath, orderPath, redeemPath } from '../server/page-paths.ts';
import { hubPage, type HubContext, type HubView } from './context.ts';
import { characterModel, compositeId, readComponents } from './characters.ts';
import { orderOffered, storeModel, storeOf, type HubStore } from './store.ts';
import { problemOf, refused, verifyPlayer, type HubProblem } from './verification.ts';
import { answerTo } from './waiting.ts';

const text = z.string().max(500).catch('');

/** The login form; with a session, the player and what the game offers the player. */
const showHub = hubPage({
  method: 'GET',
  path: '/:game',
  query: z.object({ session: text, player_id: text }),
  run: async (context, { query }) => {
    const { domain, game } = context;
    if (query.session === '') return { playerId: query.player_id };
    const player = playerOfSession(domain, game, query.session);
    if (!player) return { problem: refused('You are logged out', EXPIRED) };
    return showHome(context, player, query.session, await storeOf(context, player));
  },
});

const EXPIRED = 'This session is unknown or has expired. Log in again.';

/** @param problem why the player could not buy */
function showHome(
  context: HubContext,
  player: Player,
  session: string,
  store: HubStore,
  problem?: HubProblem,
): HubView {
  const { game } = context;
  return {
    ...(problem && { problem }),
    home: {
      name: player.info.name ?? player.playerId,
      playerId: player.playerId,
      avatar: player.info.avatar_url ?? null,
      attributes: attributeRows(player),
      session,
      store: storeModel(context, player, store),
      // A created game has no redeem page.
      redeem:
        game.declared === null
          ? `${redeemPath(game)}?player_id=${encodeURIComponent(player.playerId)}`
          : null,
      logout: hubPath(game),
    },
  };
}

const LISTED_ATTRIBUTES = 20;

function attributeRows({ info }: Player) {
  return Object.entries(info.attributes ?? {})
    .slice(0, LISTED_ATTRIBUTES)
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}

/** The player buys what the store shows: the game is asked once more, and the checkout follows. */
const buy = hubPage({
  method: 'POST',
  path: '/:game/buy',
  form: z.object({ session: text, sku: z.string().max(5000).catch('') }),
  run: async (context, { form }) => {
    const { domain, game, base } = context;
    const player = playerOfSession(domain, game, form.session);
    if (!player) return { problem: refused('You are logged out', EXPIRED) };
    const store = await storeOf(context, player);
    const failed = (problem: HubProblem) => showHome(context, player, form.session, store, problem);
    try {
      const back = `${base}${hubPath(game)}?session=${form.session}`;
      const bought = orderOffered(context, player, store, form.sku, back);
      return 'heading' in bought ? failed(bought) : { redirect: orderPath(bought.id) };
    } catch (error) {
      if (!(error instanceof Invalid || error instanceof InvalidRequest)) throw error;
      return failed({ ...refused('This item cannot be sold', error.message), status: 422 });
    }
  },
});

/** The link of `authorization_url`. Opening it does not use its token up. */
const openLoginLink = hubPage({
  method: 'GET',
  path: '/:game/go/login',
  query: z.object({ token: text, nonce: text }),
  run: (context, { query }) => {
    const player = playerOfToken(context.domain, query.token);
    if (player?.gameId !== context.game.id) {
      return {
        problem: refused('This link does not work', 'It is unknown, was used before or has expired.'),
      };
    }
    return logInPlayer(context, player.playerId, player.components ?? null);
  },
});

/** The player fills in a player id, or chooses a character of an account. */
const submitLogin = hubPage({
  method: 'POST',
  path: '/:game/login',
  form: z.object({ player_id: text, player: z.string().max(5000).catch('') }),
  run: (context, { form }) => {
    const components = readComponents(form.player);
    const playerId = components ? compositeId(components) : form.player_id;
    if (playerId !== '') return logInPlayer(context, playerId, components);
    return { problem: { ...refused('Something is missing', 'A player ID is needed.'), status: 422 } };
  },
});

async function logInPlayer(
  { domain, game }: HubContext,
  playerId: string,
  components: Readonly<Record<string, unknown>> | null,
): Promise<HubView | OtherAnswer> {
  const verification = await verifyPlayer(domain, game, playerId, components);
  if ('problem' in verification) return { playerId, problem: verification.problem };
  const session = logIn(domain, game, playerId, verification.player, components);
  return { redirect: `${hubPath(game)}?session=${session.id}` };
}

/** The player fills in an account id, and the game says which characters it has. */
const lookUp = hubPage({
  method: 'POST',
  path: '/:game/lookup',
  form: z.object({ account_id: text }),
  run: async ({ domain, game }, { form: { account_id: accountId } }) => {
    const what = `account ${accountId}`;
    if (accountId === '') {
      return { problem: { ...refused('Something is missing', 'An account ID is needed.'), status: 422 } };
    }
    const result = await answerTo(domain, askToLookUp(domain, game, accountId));
    if (result.kind === 'unasked') {
      return {
        accountId,
        problem: refused('Nobody can be asked', 'No enabled webhook takes player.lookup.'),
      };
    }
    if (result.kind !== 'accepted') return { accountId, problem: problemOf(game, result, what) };
    if (result.value.length === 0) {
      return { accountId, problem: refused('No characters', `The game knows no characters of ${what}.`) };
    }
    return { accountId, characters: result.value.slice(0, LISTED_CHARACTERS).map(characterModel) };
  },
});

const LISTED_CHARACTERS = 100;

const hub: Section<HubContext, HubView> = {
  /** @throws NotFound when the path names no game. */
  context: (page, { game: name = '' }) => {
    const game = gameNamed(page.tables, name);
    return { ...pageFor(page, game), game };
  },
  layout: ({ game }, { problem = null, playerId = '', accountId = '', characters = [], home = null }) => ({
    view: 'hub',
    ...(problem && { status: problem.status }),
    model: {
      look: lookOf(game),
      root: hubPath(game),
      game: game.name,
      isLive: !game.sandbox,
      problem,
      playerId,
      accountId,
      characters,
      home,
    },
  }),
};

/** `sandbox` and `live` are the two games that every emulator has; others are named by their ids. */
function gameNamed(tables: ReadTables, name: string): Game {
  if (name === 'sandbox' || name === 'live') return getGame(tables, name);
  const game = tables.games.get(name);
  if (!game) throw new NotFound(`There is no game ${JSON.stringify(name)}.`);
  return game;
}

const root = hubPage({ method: 'GET', path: '/', run: () => ({ redirect: '/hub/sandbox' }) });

/** The page on which players log in, below `/hub`. Like the hub of a game, it asks the game to verify them. */
export function createHub(app: AppContext): Router {
  const rootSection = {
    ...hub,
    context: (page: PageContext) => ({ ...page, game: getGame(page.tables, 'sandbox') }),
  };
  const router = createPages(app, rootSection, [root]);
  router.use(createPages(app, hub, [showHub, buy, openLoginLink, submitLogin, lookUp]));
  return router;
}
