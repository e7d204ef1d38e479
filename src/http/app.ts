import express, { type Express } from 'express';
import { createApis, type Apis } from './apis.ts';
import { createCheckout } from './checkout/routes.ts';
import { createDashboard } from './dashboard/routes.ts';
import type { Deps } from './deps.ts';
import { answerErrors } from './errors.ts';
import { guardLocal } from './guard.ts';
import { HEALTH } from './health.ts';
import { HttpRefusal } from './problems.ts';
import { createRedeem } from './redeem/routes.ts';
import { ASSETS, useViews } from './views.ts';

/** The app with everything mounted; it listens nowhere yet. */
export function createApp(deps: Deps, apis: Apis = createApis(deps)): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  useViews(app);
  for (const [mount, api] of apis) {
    app.use(mount, (req, res, next) => {
      api(req, res).catch(next);
    });
  }
  for (const [path, answer] of HEALTH) {
    app.get(path, (_req, res) => {
      answer(deps, res);
    });
  }
  app.use('/assets', express.static(ASSETS, { fallthrough: false, maxAge: '1h' }));
  app.use('/order', createCheckout(deps));
  app.use('/redeem', createRedeem(deps));
  app.use('/dashboard', guardLocal(deps.config), createDashboard(deps));
  app.get('/', (_req, res) => {
    res.redirect('/dashboard');
  });
  app.use((req) => {
    throw new HttpRefusal(404, `${req.method} ${req.path} is nothing that the emulator serves.`);
  });
  app.use(answerErrors(deps));
  return app;
}
