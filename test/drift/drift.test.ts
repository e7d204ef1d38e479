import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { findDrift } from '../../src/drift/compare.ts';
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

interface Document {
  paths: Record<string, Record<string, { requestBody?: Body; parameters?: { name: string }[] }>>;
}

/** A specification of just what the emulator serves, with the names of the other operations. */
function today(): Document {
  const described = describeS2s('2026') as Document;
  const paths: Document['paths'] = {};
  for (const { method, path } of PUBLISHED) {
    const verb = method.toLowerCase();
    paths[path] = { ...paths[path], [verb]: described.paths[path]?.[verb] ?? {} };
  }
  return structuredClone({ ...described, components: { schemas: {} }, paths });
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
});
