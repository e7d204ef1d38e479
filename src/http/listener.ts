import type { RequestListener } from 'node:http';
import { createApis, type Apis } from './apis.ts';
import type { Deps } from './deps.ts';
import { answerApiError } from './errors.ts';
import { HEALTH } from './health.ts';

/**
 * What a server calls for each request: the app, with a short way to its APIs and its health. Express gives every
 * request and answer another prototype, which slows down all that Node does with them afterwards: through it,
 * getting an order took 2.7 times the processor time.
 */
export function createListener(deps: Deps): RequestListener {
  const apis = createApis(deps);
  const app = createLateApp(deps, apis);
  return (req, res) => {
    const { url = '', method = '' } = req;
    for (const [mount, api] of apis) {
      if (!url.startsWith(mount) || url[mount.length] !== '/') continue;
      req.url = url.slice(mount.length);
      api(req, res).catch((error: unknown) => {
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
function createLateApp(deps: Deps, apis: Apis): RequestListener {
  let app: RequestListener | null = null;
  const load = async (): Promise<RequestListener> => {
    const { createApp } = await import('./app.ts');
    return (app ??= createApp(deps, apis));
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
