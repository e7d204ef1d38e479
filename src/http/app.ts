import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import { createCheckout } from './checkout/routes.ts';
import { createControl } from './control/routes.ts';
import { createDashboard } from './dashboard/routes.ts';
import type { Deps } from './deps.ts';
import { answerApiError, answerErrors } from './errors.ts';
import { guardLocal } from './guard.ts';
import { createHealth } from './health.ts';
import { ASSETS, useViews } from './pages.ts';
import { HttpRefusal } from './problems.ts';
import { createRedeem } from './redeem/routes.ts';
import { createS2s, type S2sHandler } from './s2s/router.ts';

/** The app with everything mounted; it listens nowhere yet. */
export function createApp(deps: Deps, s2s: S2sHandler = createS2s(deps)): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  useViews(app);
  app.use('/s2s', (req, res, next) => {
    s2s(req, res).catch(next);
  });
  app.use(createHealth(deps));
  app.use('/assets', express.static(ASSETS, { fallthrough: false, maxAge: '1h' }));
  app.use('/order', createCheckout(deps));
  app.use('/redeem', createRedeem(deps));
  app.use('/dashboard', guardLocal(deps.config), createDashboard(deps));
  app.use('/_emulator', guardLocal(deps.config), createControl(deps));
  app.get('/', (_req, res) => {
    res.redirect('/dashboard');
  });
  app.use((req) => {
    throw new HttpRefusal(404, `${req.method} ${req.path} is nothing that the emulator serves.`);
  });
  app.use(answerErrors(deps));
  return app;
}

const S2S = '/s2s';

/**
 * What a server calls for each request: the app, with a short way to its S2S API. Express gives every request
 * and answer another prototype, which slows down all that Node does with them afterwards: through it, getting an
 * order took 2.7 times the processor time.
 */
export function createListener(deps: Deps): RequestListener {
  const s2s = createS2s(deps);
  const app = createApp(deps, s2s);
  return (req, res) => {
    if (!req.url?.startsWith(`${S2S}/`)) {
      app(req, res);
      return;
    }
    req.url = req.url.slice(S2S.length);
    s2s(req, res).catch((error: unknown) => {
      answerApiError(deps, error, { req, res });
    });
  };
}
