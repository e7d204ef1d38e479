import type { Problem } from '../../http/server/problems.ts';

const NAMES: Readonly<Partial<Record<number, string>>> = {
  400: 'INVALID_REQUEST',
  401: 'AUTHENTICATION_FAILURE',
  403: 'NOT_AUTHORIZED',
  404: 'RESOURCE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'REQUEST_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMIT_REACHED',
  503: 'SERVICE_UNAVAILABLE',
};

/** An error in MidasPay's form. The emulator's 422 for invalid requests is a 400 here. */
export function answerProblem({ status: given, detail }: Problem, requestId: string) {
  const status = given === 422 ? 400 : given;
  const details = typeof detail === 'string' ? [] : detail;
  const body = {
    name: NAMES[status] ?? (status < 500 ? 'INVALID_REQUEST' : 'INTERNAL_SERVER_ERROR'),
    message: typeof detail === 'string' ? detail : 'The request is invalid: see details.',
    debug_id: requestId,
    details: details.map(({ loc, msg, type }) => ({ field: fieldOf(loc), issue: type, message: msg })),
    causes: [],
  };
  return { status, body };
}

/** `purchase.description.items[0].sku`; empty for the body as a whole. */
function fieldOf([, ...path]: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
