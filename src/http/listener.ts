import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { GenericApi } from './api/operation.ts';
import { createControl } from './control/api.ts';
import type { HttpExtension } from './api/extension.ts';
import { createS2s } from './s2s/api.ts';
import { answerMissingMount } from './s2s/missing-mount.ts';
import type { AppContext } from './server/app-context.ts';
import { problemOf, sendProblem } from './server/problems.ts';
import { checkHost } from './server/guard.ts';
import { healthCheck } from './server/health.ts';

/**
 * What a server calls for each request. The APIs and the health checks are answered here; everything else goes to
 * the Express app with the pages. Express gives every request and answer another prototype, which slows down all
 * that Node does with them afterwards: through it, reading an order took 2.7 times the processor time.
 *
 * @param generic what the document of `--spec` adds to the S2S API; `null` without one
 * @param extensions what payment platforms add
 * @param pages answers what is no API
 */
export function createListener(
  app: AppContext,
  generic: GenericApi | null,
  extensions: readonly HttpExtension[] = [],
  pages = new LazyPages(app),
): RequestListener {
  const controlOperations = extensions.flatMap((extension) => extension.controlOperations);
  const apis = [
    createS2s(app, generic),
    createControl(app, controlOperations),
    ...extensions.map((extension) => extension.createApi(app)),
  ];
  return (req, res) => {
    res.on('error', (error) => {
      app.log.warn(
        { err: error, method: req.method, path: req.url?.split('?')[0] },
        'the response broke off',
      );
    });
    const url = originForm(req);
    const health = healthCheck(req.method, url);
    if (health) {
      health(app, res);
      return;
    }
    const api = apis.find(({ root }) => isBelow(root, url));
    try {
      checkHost(app.config, req);
    } catch (error) {
      const problem = problemOf(app.log, error, req);
      if (api) api.refuse(res, problem);
      else sendProblem(res, problem);
      return;
    }
    if (api) {
      void api.handle(req, res);
      return;
    }
    if (isBelow('/v1', url)) answerMissingMount(app, req, res);
    else pages.handle(req, res);
  };
}

function isBelow(mount: string, url: string): boolean {
  if (!url.startsWith(mount)) return false;
  const next = url[mount.length];
  return next === '/' || next === undefined || next === '?';
}

/** The path and the query of a request. A client that sends requests as to a proxy sends the whole URL. */
function originForm(req: IncomingMessage): string {
  const { url = '/' } = req;
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return (req.url = pathname + search);
}

/**
 * The Express app with the pages, loaded by the first request for it, or ahead of it: together they took a third of the
 * time and a quarter of the memory of a start, and many test runs ask for none. When loading fails, the next request
 * tries again.
 */
export class LazyPages {
  readonly #app: AppContext;
  #pages: RequestListener | null = null;

  constructor(app: AppContext) {
    this.#app = app;
  }

  async load(): Promise<RequestListener> {
    const { createApp } = await import('./app.ts');
    return (this.#pages ??= createApp(this.#app));
  }

  /** Compiles the views, after `load`: both at once would take long for a process that is asked for something. */
  async compileViews(): Promise<void> {
    const { compileViews } = await import('./app.ts');
    compileViews();
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    if (this.#pages) {
      this.#pages(req, res);
      return;
    }
    this.load().then(
      (loaded) => {
        // The client may have disconnected: its request gets no `close` event any more.
        if (!res.destroyed) loaded(req, res);
      },
      (error: unknown) => {
        sendProblem(res, problemOf(this.#app.log, error, req));
      },
    );
  }
}
