import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { readSpecification as readDocument } from '../../src/http/spec/document.ts';
import { createGenericApi } from '../../src/http/spec/generic.ts';
import { exampleOf } from '../conformance/examples.ts';
import { examplesFor, preparePath, prepareValue } from '../conformance/resources.ts';
import { readSpecification } from '../conformance/specification.ts';
import { openWire } from '../conformance/wire.ts';
import { generateClient, type ClientDocument } from './client.ts';

const FILE = process.env['AGHANIM_OPENAPI'] ?? '';
const isThere = FILE !== '' && existsSync(FILE);

if (!isThere) {
  process.stdout.write(
    'The generated client is skipped: AGHANIM_OPENAPI does not name the published specification.\n',
  );
}

/** The paths on which records are created, each with the path of one record. */
function resources(): readonly (readonly [string, string])[] {
  const { paths } = readSpecification(FILE).document;
  return Object.keys(paths).flatMap((path) => {
    const item = Object.keys(paths).find((other) => new RegExp(`^${escaped(path)}/\\{\\w+\\}$`).test(other));
    return paths[path]?.['post'] && item !== undefined && paths[item]?.['delete']
      ? [[path, item] as const]
      : [];
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe.skipIf(!isThere)('a client generated from the published specification', () => {
  it.each(isThere ? resources() : [])(
    'creates, lists, reads, updates and deletes at %s',
    async (path, item) => {
      const specification = readSpecification(FILE);
      const generic = createGenericApi(readDocument(readFileSync(FILE, 'utf8')), OPERATIONS, PUBLISHED);
      const wire = await openWire({ generic });
      const client = generateClient(specification.document as unknown as ClientDocument, wire.fixture);
      const to = { wire, specification };
      const ready = await preparePath(to, 'POST', path);
      const above = ready.split('/').filter((_, at) => path.split('/')[at]?.startsWith('{') === true);
      const bodyFor = async (method: string, of: string): Promise<unknown> => {
        const { body } = specification.operation(method, of);
        const example = body ? exampleOf(specification, body, '', examplesFor(of)) : {};
        return prepareValue(to, example, { path: of, ready });
      };

      const created = await client[`POST ${path}`]?.(above, await bodyFor('POST', path));
      expect(created).toMatchObject({ status: 201, body: { id: expect.any(String) as string } });
      const { id } = created?.body as { id: string };

      const listed = await client[`GET ${path}`]?.(above);
      expect(listed?.status).toBe(200);
      expect(JSON.stringify(listed?.body)).toContain(`"id":"${id}"`);

      const updated = await client[`PUT ${item}`]?.([...above, id], await bodyFor('PUT', item));
      expect(updated).toMatchObject({ status: 200, body: { id } });

      if (client[`GET ${item}`]) {
        expect(await client[`GET ${item}`]?.([...above, id])).toMatchObject({ status: 200, body: { id } });
      }

      expect(await client[`DELETE ${item}`]?.([...above, id])).toMatchObject({ status: 204 });
      const left = await client[`GET ${path}`]?.(above);
      expect(JSON.stringify(left?.body)).not.toContain(`"id":"${id}"`);
      if (client[`GET ${item}`]) {
        expect(await client[`GET ${item}`]?.([...above, id])).toMatchObject({ status: 404 });
      }
      await wire.close();
    },
  );

  it('finds every resource', () => {
    expect(resources().length).toBeGreaterThan(15);
  });
});
