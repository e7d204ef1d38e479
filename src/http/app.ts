import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { packageFile } from '../package-files.ts';
import type { AppContext } from './server/app-context.ts';
import { createCheckout } from './checkout/routes.ts';
import { createDashboard } from './dashboard/routes.ts';
import { createHub } from './hub/hub.ts';
import { createRedeem } from './redeem/redeem.ts';
import { assets } from './pages/assets.ts';
import { createLooks } from './pages/look.ts';
import { answerErrors } from './pages/send-page.ts';
import { checkOrigin } from './server/guard.ts';
import { HttpRefusal } from './server/problems.ts';

const VIEWS = packageFile('views');
export const ASSETS = packageFile('views/assets');

/** Makes the app render `views/*.ejs`. EJS escapes what `<%= %>` writes, and leaves out the indentation of the views. */
export function useViews(expressApp: Express): void {
  expressApp.set('views', VIEWS);
  expressApp.set('view engine', 'ejs');
  expressApp.engine('ejs', (path, data, done) => {
    ejs.renderFile(path, data, { cache: true, rmWhitespace: true }, done);
  });
}

/** Compiles every view, as rendering it for the first time would. */
export function compileViews(): void {
  for (const name of readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })) {
    const filename = join(VIEWS, name);
    if (!name.endsWith('.ejs') || ejs.cache.get(filename)) continue;
    ejs.cache.set(filename, ejs.compile(readFileSync(filename, 'utf8'), { filename, cache: true }));
  }
}

/** The pages: checkout, dashboard, hub and redeem page, and their assets. */
export function createApp(app: AppContext): Express {
  const expressApp = express();
  expressApp.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  useViews(expressApp);
  expressApp.use('/assets', assets(ASSETS));
  expressApp.use('/look', createLooks(app));
  expressApp.use('/order', createCheckout(app));
  expressApp.use('/hub', createHub(app));
  expressApp.use('/redeem', createRedeem(app));
  expressApp.use('/dashboard', guardDashboard(app), createDashboard(app));
  expressApp.get('/', (_req, res) => {
    res.redirect('/dashboard');
  });
  expressApp.use((req) => {
    throw new HttpRefusal(404, `Not found: ${req.method} ${req.path}`);
  });
  expressApp.use(answerErrors(app));
  return expressApp;
}

/** Only the dashboard's own pages use it, and with `--password` only those who have the password. */
function guardDashboard({ passwordGuard }: AppContext) {
  return (req: Request, res: Response, next: NextFunction): void => {
    checkOrigin(req);
    passwordGuard.check(req, res);
    next();
  };
}
