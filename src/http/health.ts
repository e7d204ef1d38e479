import { Router } from 'express';
import type { Deps } from './deps.ts';
import { sendJson } from './send.ts';

/** Answers to any host name: whatever checks a container's health may use whatever name. */
export function createHealth(deps: Deps): Router {
  const router = Router();
  router.get('/livez', (_req, res) => {
    sendJson(res, 200, { status: 'ok' });
  });
  router.get('/readyz', (_req, res) => {
    if (deps.isReady()) sendJson(res, 200, { status: 'ready' });
    else sendJson(res, 503, { detail: 'The emulator is not ready.' });
  });
  return router;
}
