import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AppContext } from './server/app-context.ts';
import { createControl } from './control/api.ts';
import { createS2s } from './s2s/router.ts';
import { answerApiError } from './server/errors.ts';
import { HEALTH } from './server/health.ts';

/**
 * Answers a program's request below a mount point, which `req.url` has no more. Rejects with what is wrong;
 * whoever mounted it answers that.
 */
export type ApiHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** The APIs for programs, by their mount points. They need no Express. */
export type Apis = ReadonlyMap<string, ApiHandler>;

export function createApis(app: AppContext): Apis {
  return new Map([
    ['/s2s', createS2s(app)],
    ['/_emulator', createControl(app)],
  ]);
}

/**
 * What a server calls for each request: the app, with a short way to its APIs and its health. Express gives every
 * request and answer another prototype, which slows down all that Node does with them afterwards: through it,
 * getting an order took 2.7 times the processor time.
 */
export function createListener(app: AppContext): RequestListener {
  const apis = createApis(app);
  const pages = createLateApp(app, apis);
  return (req, res) => {
    const { url = '', method = '' } = req;
    for (const [mount, api] of apis) {
      if (!url.startsWith(mount) || url[mount.length] !== '/') continue;
      req.url = url.slice(mount.length);
      api(req, res).catch((error: unknown) => {
        answerApiError(app, error, { req, res });
      });
      return;
    }
    const health = method === 'GET' ? HEALTH.get(url) : undefined;
    if (health) health(app, res);
    else pages(req, res);
  };
}

/**
 * The app, loaded by the first request for it: Express and the pages took a third of the time and a quarter of the
 * memory of a start, and many a test run asks for none. A load that fails is tried again by the next request.
 */
function createLateApp(app: AppContext, apis: Apis): RequestListener {
  let loadedApp: RequestListener | null = null;
  const load = async (): Promise<RequestListener> => {
    const { createApp } = await import('./app.ts');
    return (loadedApp ??= createApp(app, apis));
  };
  return (req, res) => {
    if (loadedApp) {
      loadedApp(req, res);
      return;
    }
    load().then(
      (loaded) => {
        // Whoever has gone meanwhile would never be noticed to go.
        if (!res.destroyed) loaded(req, res);
      },
      (error: unknown) => {
        answerApiError(app, error, { req, res });
      },
    );
  };
}
