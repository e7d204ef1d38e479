import findMyWay, { type HTTPMethod } from 'find-my-way';
import { HttpRefusal } from '../server/problems.ts';
import { describeApi } from '../api/openapi.ts';
import { redeem } from './coupons.ts';
import { listDeliveries, resendMany, resendOne } from './deliveries.ts';
import { listEvents } from './events.ts';
import type { ControlHandler } from './handler.ts';
import { listOrders, readOrder } from './orders.ts';
import * as outcomes from './outcomes.ts';
import { pay } from './pay.ts';
import { listRequests } from './requests.ts';
import { reset } from './reset.ts';
import { changeGameSettings, readSettings } from './settings.ts';
import { testWebhook } from './webhooks.ts';

const METHODS = ['GET', 'POST', 'PATCH'] as const;

/** What the control API can do is what a tester needs and the real platform lacks. */
const ROUTES: readonly (readonly [(typeof METHODS)[number], string, ControlHandler])[] = [
  ['GET', '/orders', listOrders],
  ['GET', '/orders/:id', readOrder],
  ['POST', '/orders/:id/pay', pay],
  ['POST', '/orders/:id/refund', outcomes.refund],
  ['POST', '/orders/:id/chargeback', outcomes.chargeback],
  ['POST', '/orders/:id/dispute', outcomes.dispute],
  ['POST', '/orders/:id/dispute-won', outcomes.disputeWon],
  ['POST', '/orders/:id/dispute-lost', outcomes.disputeLost],
  ['POST', '/orders/:id/fraud', outcomes.fraud],
  ['POST', '/orders/:id/expire', outcomes.expire],
  ['POST', '/orders/:id/abandon', outcomes.abandon],
  ['POST', '/orders/:id/resolve', outcomes.resolve],

  ['POST', '/coupons/redeem', redeem],

  ['GET', '/requests', listRequests],
  ['GET', '/events', listEvents],
  ['GET', '/deliveries', listDeliveries],
  ['POST', '/deliveries/resend', resendMany],
  ['POST', '/deliveries/:id/resend', resendOne],
  ['POST', '/webhooks/:id/test', testWebhook],

  ['GET', '/openapi.json', ({ app }) => describeApi(app.config.version)],
  ['GET', '/settings', readSettings],
  ['PATCH', '/settings', changeGameSettings],
  ['POST', '/reset', reset],
];

export interface ControlRoute {
  readonly run: ControlHandler;
  /** The `{id}` of the path; empty where there is none. */
  readonly id: string;
}

/** @throws HttpRefusal 404 for an unknown path, 405 for a known one with another method. */
export type ControlRouter = (method: string, path: string) => ControlRoute;

export function createControlRouter(): ControlRouter {
  const routes = findMyWay({ ignoreTrailingSlash: true });
  for (const [method, path, run] of ROUTES) routes.on(method, path, () => undefined, run);
  const find = (method: string, path: string) => routes.find(method as HTTPMethod, path);
  return (method, path) => {
    const found = find(method === 'HEAD' ? 'GET' : method, path);
    if (found) return { run: found.store as ControlHandler, id: found.params['id'] ?? '' };
    const allowed = METHODS.filter((other) => find(other, path));
    if (allowed.length > 0) {
      const words = `${path} of the control API takes ${allowed.join(' and ')}, not ${method}.`;
      throw new HttpRefusal(405, words, { Allow: allowed.join(', ') });
    }
    throw new HttpRefusal(404, `${method} /_emulator${path} is nothing that the emulator serves.`);
  };
}
