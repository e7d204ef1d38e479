import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, StartFailure, type EmulatorOptions } from '../../src/index.ts';
import { temporaryDirectory } from '../store/store-fixture.ts';
import { nextYear } from './next-year.ts';

type Document = ReturnType<typeof nextYear>;

function fileOf(content: string): string {
  const file = join(temporaryDirectory(), 'specification.json');
  writeFileSync(file, content);
  return file;
}

async function started(options: EmulatorOptions) {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  const { url } = await emulator.start();
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  return {
    emulator,
    get: async (path: string) => await (await fetch(url + path, { headers })).json(),
    post: async (path: string, body: object = {}) =>
      await (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json(),
  };
}

describe('the records of generic operations', () => {
  it('survive a restart', async () => {
    const options = {
      specFile: fileOf(JSON.stringify(nextYear())),
      dataDir: temporaryDirectory(),
      ephemeral: false,
    };
    const first = await started(options);
    const guild = (await first.post('/s2s/v2/guilds', { name: 'Owls' })) as { id: string };
    await first.emulator.stop();
    const second = await started(options);
    expect(await second.get(`/s2s/v2/guilds/${guild.id}`)).toEqual(guild);
  });

  it('are gone after a reset', async () => {
    const { get, post } = await started({ specFile: fileOf(JSON.stringify(nextYear())) });
    await post('/s2s/v2/guilds', { name: 'Owls' });
    await post('/_emulator/reset');
    expect(await get('/s2s/v2/guilds')).toEqual({ items: [], total: 0, has_more: false });
  });

  it('survive a start without the specification', async () => {
    const options = { dataDir: temporaryDirectory(), ephemeral: false };
    const specFile = fileOf(JSON.stringify(nextYear()));
    const first = await started({ ...options, specFile });
    const guild = (await first.post('/s2s/v2/guilds', { name: 'Owls' })) as { id: string };
    await first.emulator.stop();
    const second = await started(options);
    expect(await second.get(`/s2s/v2/guilds/${guild.id}`)).toMatchObject({ detail: /^Not found/ });
    await second.emulator.stop();
    const third = await started({ ...options, specFile });
    expect(await third.get(`/s2s/v2/guilds/${guild.id}`)).toEqual(guild);
  });
});

describe('a specification that cannot be used', () => {
  const damaged = (damage: (document: Document) => void): string => {
    const document = nextYear();
    damage(document);
    return JSON.stringify(document);
  };
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => {
        const next = { $ref: `#/components/schemas/Link${at + 1}` };
        return [`Link${at}`, at === length - 1 ? { type: 'string' } : { anyOf: [next, next] }];
      }),
    );

  it.each<[string, string, RegExp]>([
    ['text that is not JSON', '{"openapi": ', /is not JSON \(/],
    ['YAML', 'openapi: 3.1.0\ninfo:\n', /is not JSON \(.*convert YAML to JSON first/],
    ['JSON that is not an object', '[]', /is not an OpenAPI 3 document: /],
    ['another kind of document', '{"name": "package"}', /is not an OpenAPI 3 document at openapi: /],
    [
      'an older version',
      '{"swagger": "2.0", "openapi": "2.0"}',
      /at openapi: expected OpenAPI 3\.0 or later/,
    ],
    ['no paths', '{"openapi": "3.1.0", "info": {"version": "1"}}', /at paths: /],
    [
      'a missing component',
      damaged(({ components }) => Reflect.deleteProperty(components.schemas, 'Rank')),
      /the document has no #\/components\/schemas\/Rank/,
    ],
    [
      'no components',
      damaged((document) => Reflect.deleteProperty(document, 'components')),
      /refers to #\/components\/parameters\/Limit, which/,
    ],
    [
      'a missing parameter',
      damaged(({ components }) => Reflect.deleteProperty(components.parameters, 'Limit')),
      /refers to #\/components\/parameters\/Limit, which it does not have/,
    ],
    [
      'a parameter that refers to itself',
      damaged(({ components }) =>
        Object.assign(components.parameters, { Limit: { $ref: '#/components/parameters/Limit' } }),
      ),
      /refers in a circle: #\/components\/parameters\/Limit/,
    ],
    [
      'a schema that is only a circle of references',
      damaged(({ components }) =>
        Object.assign(components.schemas, { Rank: { allOf: [{ $ref: '#/components/schemas/Rank' }] } }),
      ),
      /has a schema that consists only of itself: #\/components\/schemas\/Rank/,
    ],
    [
      'alternatives that multiply',
      damaged(({ components }) => Object.assign(components.schemas, chain(40))),
      /offers more than 1000 alternatives in #\/components\/schemas\/Link/,
    ],
    [
      'a keyword of the wrong type',
      damaged(({ components }) => Object.assign(components.schemas.Rank, { type: 5 })),
      /at components\.schemas\.Rank\.type: the value is not valid/,
    ],
    [
      'a schema that is a list',
      damaged(({ components }) => Object.assign(components.schemas, { Rank: [] })),
      /at components\.schemas\.Rank: it is not a schema/,
    ],
    ['deep nesting', `{"openapi": ${'['.repeat(100_000)}`, /is nested deeper than 100 levels/],
    ['a large file', ' '.repeat(17 * 1024 * 1024), /is larger than 16 MiB/],
  ])('fails the start with the reason: %s', async (_, content, reason) => {
    const specFile = fileOf(content);
    const start = createEmulator({ specFile, logLevel: 'silent' });
    await expect(start).rejects.toThrow(StartFailure);
    await expect(start).rejects.toThrow(reason);
    await expect(start).rejects.toThrow(/Fix it or choose another file with specFile\.$/);
  });

  it('fails the start when there is no such file', async () => {
    const start = createEmulator({ specFile: join(temporaryDirectory(), 'none.json') });
    await expect(start).rejects.toThrow(/none\.json cannot be read \(ENOENT\)/);
  });
});
