import { authenticate } from '../api/authentication.ts';
import { createApi, type ServedApi } from '../api/api.ts';
import { describeApi } from '../api/openapi.ts';
import { operationName, type GenericApi, type UnservedOperation } from '../api/operation.ts';
import type { AppContext } from '../server/app-context.ts';
import { admitServerCall } from '../server/guard.ts';
import { OPERATIONS } from './operations.ts';
import { PUBLISHED } from './published.ts';

const MOUNT = '/s2s';

/** The errors that every operation can answer. */
export const S2S_ERRORS = {
  400: 'The request has more than one Host header, or a body that cannot be read.',
  401: 'No API key, or a wrong one.',
  403: 'The request comes from a web page, or by a host name that is not allowed.',
  429: 'More requests a minute than --rate-limit allows.',
  503: 'The change could not be written; it can be tried again.',
};

/**
 * The S2S API. Published operations that are not served answer 501.
 *
 * @param generic what the document of `--spec` adds; `null` without one
 */
export function createS2s(app: AppContext, generic: GenericApi | null): ServedApi {
  return createApi(app, {
    mount: MOUNT,
    operations: [...OPERATIONS, ...(generic?.operations ?? [])],
    unserved: generic?.unserved ?? withoutRules(),
    describe: () => describeS2s(app.config.version),
    checkCaller: (req, res) => {
      admitServerCall(app.config, req, res);
    },
    authenticate: ({ headers }) => authenticate(app, headers.authorization),
    limit: (gameId) => {
      app.rateLimiter.count(gameId);
    },
    // FastAPI reads the last of repeated parameters.
    parseQuery: (search) => Object.fromEntries(new URLSearchParams(search)),
    missingBody: undefined,
    answersHead: false,
    takeFault: (gameId, operation) =>
      app.faults.has(gameId) ? app.faults.take(gameId, operationName(operation)) : null,
    isLogged: true,
  });
}

/** The published operations without rules of their own; each needs the document that describes it. */
function withoutRules(): readonly UnservedOperation[] {
  const own = new Set(OPERATIONS.map(operationName));
  const others = PUBLISHED.filter((published) => !own.has(operationName(published)));
  const reason =
    'start it with --spec FILE, your copy of the published OpenAPI document, to serve it generically';
  return others.map((name) => ({ ...name, reason }));
}

/** The OpenAPI description of the served operations. */
export function describeS2s(version: string): object {
  return describeApi({
    title: 'aghanim-emulator: the S2S API',
    description: 'The operations of the S2S API that the emulator serves, as it serves them.',
    version,
    mount: MOUNT,
    operations: OPERATIONS,
    needsKey: true,
    missingBody: undefined,
    errors: S2S_ERRORS,
  });
}
