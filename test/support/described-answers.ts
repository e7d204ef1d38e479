import type { RequestListener, ServerResponse } from 'node:http';
import { expect } from 'vitest';
import { errorsOf } from '../../src/http/api/openapi.ts';
import { operationName, type Operation } from '../../src/http/api/operation.ts';
import { createRouter, type Router } from '../../src/http/api/router.ts';
import { tryParse } from '../../src/http/api/validation.ts';
import { CONTROL_ERRORS, CONTROL_OPERATIONS } from '../../src/http/control/api.ts';
import { unknownFields } from '../../src/http/request-log/ignored-fields.ts';
import { S2S_ERRORS } from '../../src/http/s2s/api.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';

interface DescribedApi {
  readonly mount: string;
  readonly route: Router;
  /** The errors that every operation can answer. */
  readonly errors: Readonly<Record<number, string>>;
}

const APIS: readonly DescribedApi[] = [
  { mount: '/s2s', route: createRouter('/s2s', OPERATIONS), errors: S2S_ERRORS },
  { mount: '/_emulator', route: createRouter('/_emulator', CONTROL_OPERATIONS), errors: CONTROL_ERRORS },
];

/** Fails the running test when an answer of an API is not as its OpenAPI description says. */
export function holdToDescription(listener: RequestListener): RequestListener {
  return (req, res) => {
    const { method = '', url = '' } = req;
    const api = APIS.find(({ mount }) => url.startsWith(`${mount}/`));
    const operation = api && operationOf(api, method, url);
    if (operation && !operation.streams) {
      onAnswer(res, (status, text) => {
        const faults = undescribed(api, operation, status, text);
        expect.soft(faults, `${operationName(operation)} answered ${status}`).toEqual([]);
      });
    }
    listener(req, res);
  };
}

function operationOf({ mount, route }: DescribedApi, method: string, url: string): Operation | null {
  const path = url.slice(mount.length).replace(/\?.*/s, '');
  try {
    return route(method, path).operation as Operation;
  } catch {
    return null;
  }
}

function onAnswer(res: ServerResponse, tell: (status: number, text: string) => void): void {
  const end = res.end.bind(res);
  res.end = ((text: string) => {
    tell(res.statusCode, text);
    return end(text);
  }) as typeof res.end;
}

function undescribed(
  api: DescribedApi,
  operation: Operation,
  status: number,
  text: string,
): readonly string[] {
  const schema = operation.response[status];
  if (schema === null) return text === '' ? [] : ['has a body'];
  if (schema === undefined) {
    return status === 500 || status in errorsOf(operation, api.errors) ? [] : ['the status is not described'];
  }
  const body = JSON.parse(text) as unknown;
  const { details } = tryParse(schema, body, 'answer');
  return [
    ...details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`),
    ...unknownFields(schema, body).map((field) => `${field} is not described`),
  ];
}
