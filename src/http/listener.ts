import type { RequestListener } from 'node:http';
import type { Deps } from './deps.ts';
import { answerApiError } from './errors.ts';
import { HEALTH } from './health.ts';
import { createS2s, type S2sHandler } from './s2s/router.ts';

const S2S = '/s2s';

/**
 * What a server calls for each request: the app, with a short way to its S2S API and its health. Express gives
 * every request and answer another prototype, which slows down all that Node does with them afterwards: through
 * it, getting an order took 2.7 times the processor time.
 */
export function createListener(deps: Deps): RequestListener {
  const s2s = createS2s(deps);
  const app = createLateApp(deps, s2s);
  return (req, res) => {
    const { url = '', method = '' } = req;
    if (url.startsWith(`${S2S}/`)) {
      req.url = url.slice(S2S.length);
      s2s(req, res).catch((error: unknown) => {
        answerApiError(deps, error, { req, res });
      });
      return;
    }
    const health = method === 'GET' ? HEALTH.get(url) : undefined;
    if (health) health(deps, res);
    else app(req, res);
  };
}

/**
 * The app, loaded by the first request for it: Express and the pages took a third of the time and a quarter of the
 * memory of a start, and many a test run asks for none. A load that fails is tried again by the next request.
 */
function createLateApp(deps: Deps, s2s: S2sHandler): RequestListener {
  let app: RequestListener | null = null;
  const load = async (): Promise<RequestListener> => {
    const { createApp } = await import('./app.ts');
    return (app ??= createApp(deps, s2s));
  };
  return (req, res) => {
    if (app) {
      app(req, res);
      return;
    }
    load().then(
      (loaded) => {
        // Whoever has gone meanwhile would never be noticed to go.
        if (!res.destroyed) loaded(req, res);
      },
      (error: unknown) => {
        answerApiError(deps, error, { req, res });
      },
    );
  };
}
