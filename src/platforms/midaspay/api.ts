import type { KeyObject } from 'node:crypto';
import { getGame } from '../../domain/games/games.ts';
import { createPlatformOrder, type PricedLine } from '../../domain/orders/platform-orders.ts';
import { checkoutUrl } from '../../domain/wire/order.ts';
import { newId } from '../../domain/model/ids.ts';
import { createApi, type ServedApi } from '../../http/api/api.ts';
import { operation } from '../../http/api/operation.ts';
import type { AppContext } from '../../http/server/app-context.ts';
import { admitServerCall } from '../../http/server/guard.ts';
import { baseUrl } from '../../http/server/messages.ts';
import { HttpRefusal } from '../../http/server/problems.ts';
import { answerProblem } from './errors.ts';
import { localeFor } from './language.ts';
import { minorOf } from './money.ts';
import type { OrderDetails } from './order-details.ts';
import { faultOfRequest } from './request-signature.ts';
import { refuseInsecureUrl, tokenAnswerSchema, type TokenCreate, tokenCreateSchema } from './token-schema.ts';

const ROOT = '/v1/mor';

const createToken = operation({
  id: 'create_token',
  method: 'POST',
  path: `${ROOT}/token/create`,
  summary: 'Start a payment: make an order and a link to its checkout page.',
  body: tokenCreateSchema,
  response: { 200: tokenAnswerSchema },
  run({ app: { domain }, game, body, requestId, base }) {
    const { user, settings, purchase } = body;
    refuseInsecureUrl(settings.webhook_url, domain.rules.strictHttps);
    const token = newId(domain.ids, 'loginToken');
    const details: OrderDetails = {
      token,
      projectId: settings.project_id,
      externalId: settings.external_id,
      webhookUrl: settings.webhook_url ?? null,
      customParameters: body.custom_parameters ?? {},
    };
    const { currency, amount } = purchase.checkout;
    const order = createPlatformOrder(
      domain,
      game,
      {
        paymentPlatform: 'midaspay',
        platformDetails: details,
        playerId: user.id,
        email: user.email ?? null,
        country: user.region_code ?? settings.region_code ?? null,
        locale: settings.language === undefined ? null : localeFor(settings.language),
        lines: purchase.description.items.map((item) => pricedLine(item, currency)),
        currency,
        amount: minorIn(amount, currency),
      },
      requestId,
    );
    return { token, redirect_url: checkoutUrl(base, order.id) };
  },
});

/** The operations of MidasPay's API. */
export const MIDASPAY_OPERATIONS = [createToken];

type TokenItem = TokenCreate['purchase']['description']['items'][number];

function pricedLine(
  { sku, name, quantity = 1, price, logo_url: logo }: TokenItem,
  currency: string,
): PricedLine {
  return {
    sku,
    name: name ?? sku,
    imageUrl: logo ?? null,
    quantity,
    price: price ? minorIn(price.amount, currency) * quantity : 0,
  };
}

/** The schema has checked the amount. */
function minorIn(amount: string, currency: string): number {
  const minor = minorOf(amount, currency);
  if (typeof minor === 'string') throw new Error(`${amount} ${currency} is no amount: ${minor}`);
  return minor;
}

/**
 * MidasPay's merchant-of-record API.
 *
 * @param merchantKey verifies the signatures of requests; without it none is verified
 */
export function createMidasPayApi(app: AppContext, merchantKey: KeyObject | null): ServedApi {
  return createApi(app, {
    mount: '',
    root: ROOT,
    operations: MIDASPAY_OPERATIONS,
    unserved: [],
    checkCaller: (req, res) => {
      admitServerCall(app.config, req, res);
    },
    authenticate: () => getGame(app.domain.store.tables, 'sandbox'),
    // A project that is no game of the emulator belongs to the sandbox.
    gameOfBody: (body, sandbox) => app.domain.store.tables.games.get(projectIdOf(body)) ?? sandbox,
    takeFault: (gameId, { method, path }) =>
      app.faults.has(gameId) ? app.faults.take(gameId, `${method} ${path}`) : null,
    checkBody(req, body) {
      if (merchantKey === null) return;
      const { method = '', url = '', headers } = req;
      const origin = baseUrl(req, app.config.publicUrl);
      const fault = faultOfRequest(merchantKey, { method, url, origin, headers, body });
      if (fault !== null) throw new HttpRefusal(401, fault);
    },
    parseQuery: () => ({}),
    missingBody: undefined,
    answersHead: false,
    isLogged: true,
    answerProblem,
  });
}

/** The project that a body names; empty if it names none. */
function projectIdOf(text: string): string {
  try {
    const body = JSON.parse(text) as { readonly settings?: { readonly project_id?: unknown } } | null;
    const id = body?.settings?.project_id;
    return typeof id === 'string' ? id : '';
  } catch {
    return '';
  }
}
