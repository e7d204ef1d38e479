import express, { type RequestHandler, Router } from 'express';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import type { Environment } from '../../domain/games/games.ts';
import { NotFound } from '../../domain/model/errors.ts';
import type { AppContext } from '../server/app-context.ts';
import { cataloguePage } from './catalogue.ts';
import { rootOf } from './context.ts';
import { couponsPage, redeemFromForm } from './coupons.ts';
import { deliveriesPage, resendListed, resendOne } from './deliveries.ts';
import { deliveryPage } from './delivery.ts';
import { fidelityPage } from './fidelity.ts';
import { acted, type ActionHandler, type PageHandler, shown } from './layout.ts';
import { orderForms, orderPage } from './order.ts';
import { createTestOrder, transactionsPage } from './orders.ts';
import { requestsPage } from './requests.ts';
import { saveSettings, settingsPage } from './settings.ts';
import * as webhookActions from './webhooks.ts';
import { deleteWebhookPage, newWebhookPage, webhookPage, webhooksPage } from './webhooks.ts';

const FORM_LIMIT = '64kb';
/** The package that changes a page in place; served as it was published. */
const MORPH = createRequire(import.meta.url).resolve('idiomorph/dist/idiomorph.esm.js');

/** The dashboard, below `/dashboard`: one set of pages for each environment. */
export function createDashboard(app: AppContext): Router {
  const router = Router();
  router.use(express.urlencoded({ limit: FORM_LIMIT, extended: false }));
  router.get('/', (_req, res) => {
    res.redirect(rootOf('sandbox'));
  });
  router.get('/fidelity', (_req, res) => {
    res.redirect(`${rootOf('sandbox')}/fidelity`);
  });
  router.get('/idiomorph.js', (_req, res) => {
    res.sendFile(basename(MORPH), { root: dirname(MORPH), maxAge: '1h' });
  });
  router.get('/changes', streamChanges(app));
  router.get('/orders/:id', (req, res) => {
    res.redirect(orderHref(app, req.params.id));
  });
  for (const environment of ['sandbox', 'live'] as const)
    router.use(`/${environment}`, createEnvironment(app, environment));
  return router;
}

function createEnvironment(app: AppContext, environment: Environment): Router {
  const router = Router();
  const page = (path: string, run: PageHandler) => router.get(path, shown(app, environment, run));
  const form = (path: string, run: ActionHandler, again: PageHandler) =>
    router.post(path, acted(app, environment, { run, again }));

  page('/', transactionsPage);
  form('/orders', createTestOrder, transactionsPage);
  page('/orders/:id', orderPage);
  for (const [action, run] of Object.entries(orderForms)) form(`/orders/:id/${action}`, run, orderPage);

  page('/webhooks', webhooksPage);
  page('/webhooks/new', newWebhookPage);
  form('/webhooks', webhookActions.createFromForm, newWebhookPage);
  page('/webhooks/:id', webhookPage);
  form('/webhooks/:id', webhookActions.saveForm, webhookPage);
  form('/webhooks/:id/enable', webhookActions.enable, webhookPage);
  form('/webhooks/:id/disable', webhookActions.disable, webhookPage);
  form('/webhooks/:id/secret', webhookActions.newSecret, webhookPage);
  form('/webhooks/:id/test', webhookActions.sendTest, webhookPage);
  page('/webhooks/:id/delete', deleteWebhookPage);
  form('/webhooks/:id/delete', webhookActions.removeWebhook, deleteWebhookPage);

  page('/deliveries', deliveriesPage);
  form('/deliveries/resend', resendListed, deliveriesPage);
  page('/deliveries/:id', deliveryPage);
  form('/deliveries/:id/resend', resendOne, deliveryPage);

  page('/requests', requestsPage);
  page('/catalogue', cataloguePage);
  page('/coupons', couponsPage);
  form('/coupons/redeem', redeemFromForm, couponsPage);
  page('/settings', settingsPage);
  form('/settings', saveSettings, settingsPage);
  page('/fidelity', fidelityPage);
  return router;
}

/** Where an order is shown, whichever environment it belongs to. @throws NotFound */
function orderHref({ domain }: AppContext, id: string): string {
  const { orders, games } = domain.store.tables;
  const game = games.get(orders.get(id)?.gameId ?? '');
  if (!game) throw new NotFound(`Order ${JSON.stringify(id)} was not found.`);
  return `${rootOf(game.sandbox ? 'sandbox' : 'live')}/orders/${id}`;
}

/** So that a burst of transactions makes a page refresh a few times, not hundreds. */
const GATHER_MS = 250;

/** Tells a page by server-sent events that something was stored; what it was, the page asks for itself. */
export function streamChanges({ domain }: AppContext): RequestHandler {
  return (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write('retry: 1000\n\n');
    let timer: NodeJS.Timeout | null = null;
    const stop = domain.store.onCommit(() => {
      timer ??= setTimeout(() => {
        timer = null;
        res.write('data: changed\n\n');
      }, GATHER_MS);
    });
    req.on('close', () => {
      stop();
      if (timer) clearTimeout(timer);
    });
  };
}
