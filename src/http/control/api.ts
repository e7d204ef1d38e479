import { parse as parseQuery } from 'node:querystring';
import { getGame } from '../../domain/games/games.ts';
import { authenticateCaller } from '../api/authentication.ts';
import { createApi, type ServedApi } from '../api/api.ts';
import { describeApi } from '../api/openapi.ts';
import type { Operation } from '../api/operation.ts';
import type { AppContext } from '../server/app-context.ts';
import { checkOrigin } from '../server/guard.ts';
import { activityOperation } from './activity.ts';
import { cardOperations } from './cards.ts';
import { clockOperations } from './clock.ts';
import { couponOperations } from './coupons.ts';
import { currentGameOperations } from './current-game.ts';
import { deliveryOperations } from './deliveries.ts';
import { eventOperations } from './events.ts';
import { faultOperations } from './faults.ts';
import { gameFileOperations } from './game-files.ts';
import { gameOperations } from './games.ts';
import { orderOperations } from './orders.ts';
import { outcomeOperations } from './outcomes.ts';
import { payOperation } from './pay.ts';
import { playerOperations } from './players.ts';
import { processSettingsOperations } from './process-settings.ts';
import { requestOperations } from './requests.ts';
import { settingsOperations } from './settings.ts';
import { webhookOperations } from './webhooks.ts';
import { subscriptionOperations } from './subscriptions.ts';
import { timelineOperations } from './timeline.ts';

const MOUNT = '/_emulator';

/** What tests need and the real platform does not offer. */
export const CONTROL_OPERATIONS: readonly Operation[] = [
  ...gameOperations,
  ...gameFileOperations,
  ...currentGameOperations,
  ...clockOperations,
  ...faultOperations,
  ...orderOperations,
  payOperation,
  ...outcomeOperations,
  ...subscriptionOperations,
  ...cardOperations,
  ...couponOperations,
  ...playerOperations,
  ...requestOperations,
  activityOperation,
  ...timelineOperations,
  ...eventOperations,
  ...deliveryOperations,
  ...webhookOperations,
  ...settingsOperations,
  ...processSettingsOperations,
];

/** The errors that every operation can answer. */
export const CONTROL_ERRORS = {
  400: 'The request has more than one Host header, or a body that cannot be read.',
  401: 'A wrong API key, or --password is set and the request has neither the password nor a session.',
  403: 'The request comes from a page of another origin, or by a host name that is not allowed.',
  429: 'Too many wrong passwords came from this address.',
  503: 'The change could not be written; it can be tried again.',
};

/**
 * The control API, for local callers only. A request without an API key is about the sandbox game.
 *
 * @param more operations of payment platforms
 */
export function createControl(app: AppContext, more: readonly Operation[]): ServedApi {
  const operations = [...CONTROL_OPERATIONS, ...more];
  return createApi(app, {
    mount: MOUNT,
    operations,
    unserved: [],
    describe: () => describeControl(app.config.version, operations),
    checkCaller: (req, res) => {
      checkOrigin(req);
      app.passwordGuard.check(req, res);
    },
    authenticate: ({ headers: { authorization } }) =>
      authorization === undefined
        ? getGame(app.domain.store.tables, 'sandbox')
        : authenticateCaller(app, authorization),
    // A repeated parameter becomes a list, which every schema refuses.
    parseQuery,
    missingBody: {},
    answersHead: true,
    isLogged: false,
  });
}

export function describeControl(
  version: string,
  operations: readonly Operation[] = CONTROL_OPERATIONS,
): object {
  return describeApi({
    title: 'aghanim-emulator: the control API',
    description:
      'What tests and testers do to the emulator. Without an API key a request is about the sandbox game.',
    version,
    mount: MOUNT,
    operations,
    needsKey: false,
    missingBody: {},
    errors: CONTROL_ERRORS,
  });
}
