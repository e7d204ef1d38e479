import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { allDifferences, findDrift } from '../../src/drift/compare.ts';
import { INTENDED } from '../../src/drift/intended.ts';
import { readPublishedApi } from '../../src/drift/published-api.ts';
import { describeS2s } from '../../src/http/s2s/api.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { typed } from '../cli/fake-command-context.ts';

interface Field {
  type?: string;
  maximum?: number;
  enum?: string[];
  properties?: Record<string, Field>;
  required?: string[];
  items?: Field;
}

interface Body {
  content: { 'application/json': { schema: Required<Field> } };
}

type Answer = Required<Field>;

interface DescribedOperation {
  requestBody?: Body;
  parameters?: { name: string }[];
  responses?: Record<string, { content?: { 'application/json': { schema: Answer } } }>;
}

interface Document {
  paths: Record<string, Record<string, DescribedOperation>>;
}

/** A specification of just what the emulator serves, with the names of the other operations. */
function today(): Document {
  const described = describeS2s('2026') as Document;
  const paths: Document['paths'] = {};
  for (const { method, path } of PUBLISHED) {
    const verb = method.toLowerCase();
    paths[path] = { ...paths[path], [verb]: described.paths[path]?.[verb] ?? {} };
  }
  return structuredClone({ ...described, paths });
}

function orderOf(document: Document) {
  const schema = document.paths['/v1/orders']?.['post']?.requestBody?.content['application/json'].schema;
  if (!schema) throw new Error('no POST /v1/orders');
  return schema;
}

function driftOf(document: Document): readonly string[] {
  return findDrift(readPublishedApi(document), { published: PUBLISHED, served: OPERATIONS });
}

describe('drift', () => {
  it('is none against what is served today', () => {
    expect(driftOf(today())).toEqual([]);
  });

  it.each<[string, (document: Document) => void, string]>([
    ['a new operation', ({ paths }) => (paths['/v1/new'] = { get: {} }), 'new operation: GET /v1/new'],
    ['a removed operation', ({ paths }) => delete paths['/v1/stores'], 'gone operation: GET /v1/stores'],
    [
      'a new field',
      (document) =>
        (orderOf(document).properties['gift'] = { type: 'object', properties: { to: { type: 'string' } } }),
      'POST /v1/orders: new field gift (type object)',
    ],
    [
      'a gone field',
      (document) => delete orderOf(document).properties['redirect_settings'],
      'POST /v1/orders: gone field redirect_settings',
    ],
    [
      'a changed bound',
      (document) => (orderOf(document).properties['discount_percent'] = { type: 'integer', maximum: 50 }),
      'POST /v1/orders: changed field discount_percent: + maximum 50, - minimum 0, - maximum 100',
    ],
    [
      'another type',
      (document) => (orderOf(document).properties['player_id'] = { type: 'integer' }),
      'POST /v1/orders: changed field player_id: + type integer, - type string',
    ],
    [
      'a new choice',
      (document) => orderOf(document).properties['ui_settings']?.properties?.['mode']?.enum?.push('sepia'),
      'POST /v1/orders: changed field ui_settings.mode: + choice "sepia"',
    ],
    [
      'a field that is required now',
      (document) => orderOf(document).required.push('email'),
      'POST /v1/orders: changed field email: + required',
    ],
    [
      'a field inside a list',
      (document) => orderOf(document).properties['items']?.items?.required?.pop(),
      'POST /v1/orders: changed field items[].sku: - required',
    ],
    [
      'a gone query parameter',
      ({ paths }) => paths['/v1/webhooks']?.['get']?.parameters?.pop(),
      'GET /v1/webhooks: gone field ?offset',
    ],
  ])('reports %s', (_what, change, line) => {
    const document = today();
    change(document);
    expect(driftOf(document)).toContain(line);
  });

  it('reports only the root of a branch that is new or removed', () => {
    const document = today();
    delete orderOf(document).properties['player_info'];
    expect(driftOf(document)).toEqual(['POST /v1/orders: gone field player_info']);
  });
});

describe('drift of answers', () => {
  it.each<[string, (answer: Answer) => void, string]>([
    [
      'a field that is no longer published',
      (answer) => delete answer.properties['checkout_url'],
      'field checkout_url is not published',
    ],
    [
      'a field that is required now',
      (answer) => {
        answer.properties['region'] = { type: 'string' };
        answer.required.push('region');
      },
      'field region is required',
    ],
    [
      'another type',
      (answer) => (answer.properties['order_id'] = { type: 'integer' }),
      'field order_id has the unpublished type string',
    ],
  ])('reports %s', (_what, change, line) => {
    const document = today();
    const responses = document.paths['/v1/orders']?.['post']?.responses;
    const answer = responses?.['201']?.content?.['application/json'].schema;
    if (!answer) throw new Error('no answer to POST /v1/orders');
    change(answer);
    expect(driftOf(document)).toEqual([`POST /v1/orders: answer 201: ${line}`]);
  });

  it('reports another status', () => {
    const document = today();
    const operation = document.paths['/v1/orders']?.['post'];
    if (operation?.responses) operation.responses = { 202: operation.responses['201'] ?? {} };
    expect(driftOf(document)).toEqual(['POST /v1/orders: answer 201 is not published']);
  });

  it('does not report that the emulator leaves out an optional field', () => {
    const document = today();
    const answer =
      document.paths['/v1/orders']?.['post']?.responses?.['201']?.content?.['application/json'].schema;
    Object.assign(answer?.properties ?? {}, { region: { type: 'string' } });
    expect(driftOf(document)).toEqual([]);
  });
});

describe('aghanim-emulator drift', () => {
  it.each([
    ['no file', [], 'drift needs --spec FILE'],
    ['a file that is not there', ['--spec', '/nowhere.json'], '--spec /nowhere.json cannot be read: ENOENT'],
    ['a file that is not a specification', ['--spec', 'package.json'], 'it is not an OpenAPI document'],
  ])('exits with 2 for %s', async (_what, args, message) => {
    const context = typed('drift', ...args);
    expect(await main(context)).toBe(2);
    expect(context.err.join('')).toContain(message);
  });

  const file = process.env['AGHANIM_OPENAPI'] ?? '';
  it.skipIf(file === '' || !existsSync(file))('finds none in the published specification', async () => {
    const context = typed('drift', '--spec', file);
    expect([await main(context), context.printed.split(' (')[0]]).toEqual([0, 'no drift']);
  });

  it.skipIf(file === '' || !existsSync(file))(
    'has every intended difference, so that none outlives its reason',
    () => {
      const api = readPublishedApi(JSON.parse(readFileSync(file, 'utf8')));
      const lines = allDifferences(api, { published: PUBLISHED, served: OPERATIONS });
      expect(INTENDED.filter(({ line }) => !lines.some((one) => line.test(one)))).toEqual([]);
    },
  );
});
