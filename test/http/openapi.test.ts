import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { operationName, type Operation } from '../../src/http/api/operation.ts';
import { CONTROL_OPERATIONS } from '../../src/http/control/api.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { httpExtensions } from '../../src/app/platforms.ts';
import { createFixture } from '../support/fixture.ts';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

async function descriptionOf(mount: string): Promise<Description> {
  const { body } = await request(createFixture().listener).get(`${mount}/openapi.json`).expect(200);
  return body as Description;
}

const APIS: readonly (readonly [mount: string, operations: readonly Operation[]])[] = [
  ['/s2s', OPERATIONS],
  ['/_emulator', [...CONTROL_OPERATIONS, ...platformOperations()]],
];

/** The control operations that payment platforms add. */
function platformOperations(): readonly Operation[] {
  return httpExtensions(createFixture().platforms).flatMap(({ controlOperations }) => controlOperations);
}

describe.each(APIS)('the description at %s/openapi.json', (mount, operations) => {
  it('has every operation, with its parameters, body, answers and errors', async () => {
    const { paths } = await descriptionOf(mount);
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => operationName({ method: method.toUpperCase(), path })),
    );
    expect(described.sort()).toEqual(operations.map(operationName).sort());
    const ids: string[] = [];
    for (const { method, path, id, body, response, errors } of operations) {
      const found = paths[path]?.[method.toLowerCase()];
      expect(found).toMatchObject({
        operationId: numbered(id, ids),
        summary: expect.stringMatching(/\.$/) as string,
      });
      const inPath = found?.parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath?.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(found && 'requestBody' in found).toBe(body !== undefined);
      const statuses = Object.keys(found?.responses ?? {});
      expect(statuses).toEqual(
        expect.arrayContaining([...Object.keys(response), ...Object.keys(errors ?? {}), '401']),
      );
      expect(statuses.includes('422')).toBe(
        body !== undefined || (found?.parameters.length ?? 0) > (inPath?.length ?? 0),
      );
    }
  });

  it('gives each operation an id of its own', async () => {
    const { paths } = await descriptionOf(mount);
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers only to schemas that it has, and to each of them', async () => {
    const description = await descriptionOf(mount);
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]*)"/g)].map(([, to]) => to);
    const schemas = Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(references)].sort()).toEqual(schemas.sort());
  });
});

/** The id, with a number if it is not the first of its kind: two published operations share one. */
function numbered(id: string, ids: string[]): string {
  ids.push(id);
  const times = ids.filter((one) => one === id).length;
  return times === 1 ? id : `${id}_${times}`;
}

describe('the served S2S operations', () => {
  it('are published, under the same ids', () => {
    const published = PUBLISHED.map((one) => `${one.id} ${operationName(one)}`);
    const served = OPERATIONS.map((one) => `${one.id} ${operationName(one)}`);
    expect(served.filter((one) => !published.includes(one))).toEqual([]);
  });
});
