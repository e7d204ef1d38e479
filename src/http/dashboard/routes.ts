import { Router } from 'express';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { clearTimeout, setTimeout } from '../../real-time.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { pagesOf, type PageContext, type Section, type View } from '../pages/page.ts';
import { createPages } from '../pages/router.ts';
import type { AppContext } from '../server/app-context.ts';
import { dashboardGamePath, dashboardPath } from '../server/page-paths.ts';
import { cataloguePage } from './catalogue.ts';
import { dashboardPage } from './context.ts';
import { couponCurl, couponPage, createCouponForm, newCouponPage, saveCoupon } from './coupon-forms.ts';
import { couponsPage, redeemForm } from './coupons.ts';
import { createItemForm, itemCurl, itemPage, newItemPage, saveItem } from './items.ts';
import { createNewOrder, newOrderPage, orderCurl } from './new-order.ts';
import { deliveriesPage, resendListed } from './deliveries.ts';
import { deliveryPage, replay, resendOne, runNow } from './delivery.ts';
import { fidelityPage } from './fidelity.ts';
import { gamesPage } from './games.ts';
import { dashboardOf } from './layout.ts';
import { ORDER_ACTIONS } from './order-actions.ts';
import { orderPage } from './order.ts';
import { createTestOrder, transactionsPage } from './orders.ts';
import { eventPage, eventsPage } from './events.ts';
import { playerPage, playersPage } from './players.ts';
import { requestPage, requestsPage } from './requests.ts';
import { forgetScenario, keepScenario } from './scenarios.ts';
import { searchPage } from './search.ts';
import { saveLook } from './game-look-form.ts';
import { exportGame, importGame, resetGame } from './game-file.ts';
import { resetProcessSettings, saveProcessSettings } from './process-settings-form.ts';
import { gameSettingsCurl, lookCurl, processSettingsCurl, saveSettings, settingsPage } from './settings.ts';
import { webhookCurl } from './webhook-form.ts';
import { changeSubscription, subscriptionsPage } from './subscriptions.ts';
import { checkSignature, signaturePage } from './signature.ts';
import { endpointPage, resumeEndpointForm } from './endpoints.ts';
import * as webhooks from './webhooks.ts';

/** Keeps the navigation on an address that leads nowhere. */
const missingPage = dashboardPage({
  method: 'GET',
  path: '/*path',
  run: () => {
    throw new NotFound('The dashboard has no such page.');
  },
});

const PAGES = [
  transactionsPage,
  createTestOrder,
  newOrderPage,
  createNewOrder,
  keepScenario,
  forgetScenario,
  orderPage,
  ...ORDER_ACTIONS,
  webhooks.webhooksPage,
  webhooks.newWebhookPage,
  webhooks.createForm,
  webhooks.webhookPage,
  webhooks.saveForm,
  webhooks.enable,
  webhooks.disable,
  webhooks.resume,
  webhooks.changeSecret,
  webhooks.sendTest,
  webhooks.deletePage,
  webhooks.deleteForm,
  endpointPage,
  resumeEndpointForm,
  deliveriesPage,
  resendListed,
  deliveryPage,
  resendOne,
  runNow,
  replay,
  requestsPage,
  requestPage,
  eventsPage,
  eventPage,
  playersPage,
  playerPage,
  searchPage,
  cataloguePage,
  newItemPage,
  createItemForm,
  itemPage,
  saveItem,
  couponsPage,
  redeemForm,
  subscriptionsPage,
  changeSubscription,
  newCouponPage,
  createCouponForm,
  couponPage,
  saveCoupon,
  settingsPage,
  saveSettings,
  saveProcessSettings,
  resetProcessSettings,
  fidelityPage,
  gamesPage,
  signaturePage,
  checkSignature,
  resetGame,
  exportGame,
  importGame,
  saveLook,
  orderCurl,
  itemCurl,
  couponCurl,
  webhookCurl,
  gameSettingsCurl,
  lookCurl,
  processSettingsCurl,
  missingPage,
];

/** The package that changes a page in place; served as it was published. */
const MORPH = createRequire(import.meta.url).resolve('idiomorph/dist/idiomorph.esm.js');

/** The dashboard, below `/dashboard`: one set of pages for each game. */
export function createDashboard(app: AppContext): Router {
  const router = Router();
  router.get('/idiomorph.js', (_req, res) => {
    res.sendFile(basename(MORPH), { root: dirname(MORPH), maxAge: '1h' });
  });
  router.use('/sandbox', createPages(app, dashboardOf('sandbox'), PAGES));
  router.use('/live', createPages(app, dashboardOf('live'), PAGES));
  router.use('/games/:game', createPages(app, dashboardOf(null), PAGES));
  router.use('/', createPages(app, OUTSIDE, [entryPage, fidelityEntry, orderEntry, changesPage]));
  return router;
}

/** The addresses that belong to no environment. */
const OUTSIDE: Section<PageContext, View> = { context: (page) => page, layout: (_page, view) => view };

const outsidePage = pagesOf();

const entryPage = outsidePage({
  method: 'GET',
  path: '/',
  run: () => ({ redirect: dashboardPath('sandbox') }),
});

const fidelityEntry = outsidePage({
  method: 'GET',
  path: '/fidelity',
  run: () => ({ redirect: `${dashboardPath('sandbox')}/fidelity` }),
});

/** Finds the game of an order. */
const orderEntry = outsidePage({
  method: 'GET',
  path: '/orders/:id',
  run: ({ tables }, { params: { id } }) => {
    const game = tables.games.get(tables.orders.get(id)?.gameId ?? '');
    if (!game) throw new NotFound(`Order ${JSON.stringify(id)} was not found.`);
    return { redirect: `${dashboardGamePath(game)}/orders/${id}` };
  },
});

/** How long changes are gathered, so that a burst of transactions makes a page refresh a few times, not hundreds. */
const GATHER_MS = 250;

/**
 * Tells a page that something was stored (`changed`) or that the S2S API answered a request, perhaps with an error
 * (`requested`). A page that shows such things then asks for itself again.
 */
const changesPage = outsidePage({
  method: 'GET',
  path: '/changes',
  run: ({ domain, app }) => ({
    stream(events) {
      events.retryAfter(1000);
      const gathered = new Set<string>();
      let timer: NodeJS.Timeout | null = null;
      const tell = (what: string): void => {
        gathered.add(what);
        timer ??= setTimeout(() => {
          timer = null;
          for (const one of gathered) events.send(one);
          gathered.clear();
        }, GATHER_MS);
      };
      const stops = [
        domain.store.onCommit(() => {
          tell('changed');
        }),
        app.requestLog.onAdd(() => {
          tell('requested');
        }),
      ];
      return () => {
        for (const stop of stops) stop();
        if (timer) clearTimeout(timer);
      };
    },
  }),
});
