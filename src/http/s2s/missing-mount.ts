import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppContext } from '../server/app-context.ts';
import { authenticate } from '../api/authentication.ts';
import { sendJson, splitTarget } from '../server/messages.ts';

/** Answers a request to `/v1/…` with where the API is, and logs it among the requests to the API. */
export function answerMissingMount(app: AppContext, req: IncomingMessage, res: ServerResponse): void {
  const { method = 'GET', url = '/', headers } = req;
  const { path } = splitTarget(url);
  const detail = `Not found: ${method} ${path}. The S2S API is below /s2s: did you mean ${method} /s2s${path}?`;
  app.requestLog.add({
    id: app.domain.ids.uuid(),
    at: app.domain.clock.now(),
    durationMs: 0,
    gameId: gameIdOf(app, headers.authorization),
    operation: null,
    params: {},
    received: { method, mount: '', url, headers, contentType: headers['content-type'], text: '' },
    status: 404,
    answer: JSON.stringify({ detail }),
  });
  sendJson(res, 404, { detail });
}

function gameIdOf(app: AppContext, authorization: string | undefined): string | null {
  try {
    return authenticate(app, authorization).id;
  } catch {
    return null;
  }
}
