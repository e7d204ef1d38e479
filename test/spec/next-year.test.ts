import { beforeEach, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { PUBLISHED } from '../../src/http/s2s/published.ts';
import { readSpecification } from '../../src/http/spec/document.ts';
import { createGenericApi } from '../../src/http/spec/generic.ts';
import { get } from '../support/control.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { nextYear } from './next-year.ts';

type Body = Readonly<Record<string, unknown>>;

let fixture: Fixture;

beforeEach(() => {
  const generic = createGenericApi(readSpecification(JSON.stringify(nextYear())), OPERATIONS, PUBLISHED);
  fixture = createFixture({ generic });
});

function path(of: string): string {
  return `/s2s/v2${of}`;
}

async function createGuild(body: Body = {}, key?: string): Promise<{ id: string } & Body> {
  const answer = await fixture
    .s2s(key)
    .post(path('/guilds'))
    .send({ name: 'Owls', ...body })
    .expect(201);
  return answer.body as { id: string } & Body;
}

async function read(of: string): Promise<Body> {
  const { body } = await fixture.s2s().get(path(of)).expect(200);
  return body as Body;
}

async function namesIn(query: string): Promise<unknown> {
  const { items } = await read(`/guilds?${query}`);
  return (items as { name: string }[]).map(({ name }) => name);
}

describe('a record of a made-up specification', () => {
  it('has what its body gives, defaults, and values for what the body lacks [generic.made-values]', async () => {
    const created = await createGuild({ size: 3 });
    expect(created).toEqual({
      id: expect.stringMatching(/^gld_\w{11}$/) as string,
      name: 'Owls',
      size: 3,
      rank: 'bronze',
      created_at: new Date(fixture.clock.now()).toISOString(),
      member_count: 0,
      owner: { id: '' },
    });
    expect(await read(`/guilds/${created.id}`)).toEqual(created);
  });

  it('changes by PATCH and is replaced by PUT with the body that creates one [generic.put]', async () => {
    const { id } = await createGuild({ size: 3 });
    await fixture
      .s2s()
      .patch(path(`/guilds/${id}`))
      .send({ rank: 'gold' })
      .expect(200);
    expect(await read(`/guilds/${id}`)).toMatchObject({ size: 3, rank: 'gold' });
    await fixture
      .s2s()
      .put(path(`/guilds/${id}`))
      .send({ name: 'Bats' })
      .expect(200);
    const replaced = await read(`/guilds/${id}`);
    expect(replaced).toMatchObject({ id, name: 'Bats', rank: 'bronze' });
    expect(replaced).not.toHaveProperty('size');
  });

  it('is deleted together with what lies inside it [generic.delete]', async () => {
    const { id } = await createGuild();
    await fixture
      .s2s()
      .post(path(`/guilds/${id}/quests`))
      .send({ title: 'Dig' })
      .expect(200);
    await fixture
      .s2s()
      .delete(path(`/guilds/${id}`))
      .expect(204);
    await fixture
      .s2s()
      .get(path(`/guilds/${id}`))
      .expect(404);
    await fixture
      .s2s()
      .get(path(`/guilds/${id}/quests`))
      .expect(404);
    expect([...fixture.domain.store.tables.resources.all()]).toEqual([]);
  });

  it('is copied under a new id, without the key that belongs to one record [generic.meaning]', async () => {
    const { id } = await createGuild({ key: 'owls', size: 3 });
    const { body } = await fixture
      .s2s()
      .post(path(`/guilds/${id}/copy`))
      .expect(201);
    expect(body).toMatchObject({ name: 'Owls', size: 3 });
    expect(body).not.toHaveProperty('key');
    expect((body as { id: string }).id).not.toBe(id);
  });

  it('is named by the field that its path names', async () => {
    const voucher = { code: 'FREE', worth: 5 };
    await fixture.s2s().post(path('/vouchers')).send(voucher).expect(201, voucher);
    await fixture.s2s().post(path('/vouchers')).send(voucher).expect(409);
    expect(await read('/vouchers/FREE')).toEqual(voucher);
    await fixture.s2s().delete(path('/vouchers/FREE')).expect(204);
    await fixture.s2s().get(path('/vouchers/FREE')).expect(404);
  });

  it('has a number for an id where the specification wants one', async () => {
    const { id } = await createGuild();
    const { body } = await fixture
      .s2s()
      .post(path(`/guilds/${id}/quests`))
      .send({ title: 'Dig' })
      .expect(200);
    const quest = body as { quest_id: number };
    expect(quest).toEqual({ quest_id: expect.any(Number) as number, guild_id: id, title: 'Dig' });
    expect(await read(`/guilds/${id}/quests/${quest.quest_id}`)).toEqual(quest);
    const { body: refused } = await fixture
      .s2s()
      .get(path(`/guilds/${id}/quests/x`))
      .expect(422);
    expect(refused).toMatchObject({ detail: [{ loc: ['path', 'quest_id'], type: 'int_parsing' }] });
    const other = await createGuild();
    await fixture
      .s2s()
      .get(path(`/guilds/${other.id}/quests/${quest.quest_id}`))
      .expect(404);
  });

  it('has parts with operations of their own', async () => {
    const { id } = await createGuild();
    expect(await read(`/guilds/${id}/banner`)).toEqual({ colour: 'red', motto: '' });
    await fixture
      .s2s()
      .put(path(`/guilds/${id}/banner`))
      .send({ motto: 'Hoot' })
      .expect(200);
    expect(await read(`/guilds/${id}/banner`)).toEqual({ colour: 'red', motto: 'Hoot' });
    expect(await read(`/guilds/${id}`)).not.toHaveProperty('banner');
  });

  it('is written under the key that its path names', async () => {
    const { id } = await createGuild();
    const other = await createGuild();
    for (const score of [1, 2]) {
      await fixture
        .s2s()
        .put(path(`/guilds/${id}/ranking/anna`))
        .send({ score })
        .expect(200);
    }
    expect(await read(`/guilds/${id}/ranking`)).toEqual([{ player: 'anna', score: 2 }]);
    expect(await read(`/guilds/${other.id}/ranking`)).toEqual([]);
    await fixture.s2s().put(path('/guilds/nothing/ranking/anna')).send({ score: 1 }).expect(404);
  });

  it('is found by another record that names it', async () => {
    const guild = await createGuild();
    await fixture
      .s2s()
      .post(path('/vouchers'))
      .send({ code: 'FREE', worth: 1, guild_id: guild.id })
      .expect(201);
    expect(await read('/guilds/of/FREE')).toEqual(guild);
    await fixture.s2s().get(path('/guilds/of/NONE')).expect(404);
  });

  it('keeps translations, and shows its own texts', async () => {
    const { id } = await createGuild();
    const translate = (texts: object) =>
      fixture
        .s2s()
        .post(path(`/guilds/${id}/translate`))
        .send({ name: texts });
    await translate({ en: 'Owls!' }).expect(200);
    const { body } = await translate({ 'pt-BR': 'Corujas' }).expect(200);
    expect(body).toMatchObject({ id, name: 'Owls' });
    const [guild] = fixture.domain.store.tables.resources.all();
    expect(guild?.data['translations']).toEqual({ name: { en: 'Owls!', 'pt-BR': 'Corujas' } });
    await translate({ en: 5 }).expect(422);
  });

  it('is always there where there is only one', async () => {
    expect(await read('/preferences')).toEqual({ theme: 'dark', beta: false });
    await fixture.s2s().put(path('/preferences')).send({ theme: 'light', beta: true }).expect(200);
    expect(await read('/preferences')).toEqual({ theme: 'light', beta: true });
  });

  it('belongs to its game', async () => {
    const { id } = await createGuild({ key: 'owls' });
    const live = await createGuild({ key: 'owls' }, LIVE_KEY);
    await fixture
      .s2s(LIVE_KEY)
      .get(path(`/guilds/${id}`))
      .expect(404);
    const { body } = await fixture.s2s(LIVE_KEY).get(path('/guilds'));
    expect(body).toEqual({ items: [live], total: 1, has_more: false });
  });
});

describe('several records of a made-up specification', () => {
  it('are listed by page, filter, search and order [generic.filters]', async () => {
    await createGuild({ name: 'Owls', size: 3, rank: 'gold' });
    const { id } = await createGuild({ name: 'Bats', size: 9 });
    await createGuild({ name: 'Newts', size: 1 });
    expect(await namesIn('')).toEqual(['Owls', 'Bats', 'Newts']);
    expect(await namesIn('limit=1&offset=1')).toEqual(['Bats']);
    expect(await namesIn('rank=gold')).toEqual(['Owls']);
    expect(await namesIn('q=bAT')).toEqual(['Bats']);
    expect(await namesIn(`ids=${id},nothing`)).toEqual(['Bats']);
    expect(await namesIn('sort=size')).toEqual(['Newts', 'Owls', 'Bats']);
    expect(await namesIn('sort=name&direction=desc')).toEqual(['Owls', 'Newts', 'Bats']);
    expect(await read('/guilds?limit=2')).toMatchObject({ total: 3, has_more: true });
  });

  it('are listed from a cursor on', async () => {
    const { id } = await createGuild();
    const ids: unknown[] = [];
    for (const title of ['Dig', 'Fly', 'Swim']) {
      const { body } = await fixture
        .s2s()
        .post(path(`/guilds/${id}/quests`))
        .send({ title });
      ids.push((body as { quest_id: number }).quest_id);
    }
    const { body } = await fixture
      .s2s()
      .get(path(`/guilds/${id}/quests?limit=1&starting_after=${String(ids[0])}`));
    expect(body).toEqual([expect.objectContaining({ title: 'Fly' })]);
  });

  it('are changed and deleted all or none, and share no key [generic.unique]', async () => {
    const [one, other] = [await createGuild({ key: 'a' }), await createGuild({ key: 'b' })];
    const taken = [
      { id: one.id, size: 5 },
      { id: other.id, key: 'a' },
    ];
    await fixture.s2s().patch(path('/guilds')).send(taken).expect(409);
    expect(await read(`/guilds/${one.id}`)).not.toHaveProperty('size');
    await fixture
      .s2s()
      .patch(path('/guilds'))
      .send([
        { id: one.id, size: 5 },
        { id: other.id, size: 6 },
      ])
      .expect(200);
    expect(await read(`/guilds/${other.id}`)).toMatchObject({ size: 6, key: 'b' });
    await fixture.s2s().delete(path('/guilds')).send([one.id, 'nothing']).expect(404);
    await fixture.s2s().delete(path('/guilds')).send([one.id, other.id]).expect(204);
    expect(await namesIn('')).toEqual([]);
  });
});

describe('a bulk operation of a made-up specification', () => {
  it('creates all records or none', async () => {
    const all = [
      { code: 'A', worth: 1 },
      { code: 'B', worth: 2 },
    ];
    await fixture
      .s2s()
      .post(path('/vouchers/batch'))
      .send({ all: [...all, { code: 'A', worth: 3 }] })
      .expect(409);
    expect(await read('/vouchers')).toEqual([]);
    await fixture.s2s().post(path('/vouchers/batch')).send({ all }).expect(204);
    expect(await read('/vouchers')).toEqual(all);
  });

  it('creates and changes records by PUT', async () => {
    await fixture.s2s().post(path('/vouchers')).send({ code: 'A', worth: 1 }).expect(201);
    const all = [
      { code: 'A', worth: 5 },
      { code: 'B', worth: 2 },
    ];
    await fixture.s2s().put(path('/vouchers')).send(all).expect(200, all);
    expect(await read('/vouchers')).toEqual(all);
  });
});

describe('a request to an operation of a made-up specification', () => {
  it.each<[string, Body, readonly (string | number)[], string]>([
    ['a missing field', {}, ['name'], 'missing'],
    ['a text that is too short', { name: 'x' }, ['name'], 'string_too_short'],
    ['a text of another pattern', { name: 'Owls', key: 'A B' }, ['key'], 'string_pattern_mismatch'],
    ['a number at an exclusive bound', { name: 'Owls', size: 0 }, ['size'], 'greater_than'],
    ['null where it is not allowed', { name: 'Owls', size: null }, ['size'], 'int_type'],
    ['a choice that is none', { name: 'Owls', rank: 'tin' }, ['rank'], 'enum'],
    ['an alternative without its tag', { name: 'Owls', reward: {} }, ['reward'], 'union_tag_not_found'],
    [
      'a mistake in an alternative',
      { name: 'Owls', reward: { kind: 'gold', amount: 'x' } },
      ['reward', 'gold', 'amount'],
      'int_parsing',
    ],
    [
      'a mistake inside a schema that contains itself',
      { name: 'Owls', parent: { parent: { parent: { name: 5 } } } },
      ['parent', 'parent', 'parent', 'name'],
      'string_type',
    ],
  ])('is refused for %s', async (_, body, loc, type) => {
    const { body: answer } = await fixture.s2s().post(path('/guilds')).send(body).expect(422);
    expect(answer).toMatchObject({ detail: [{ loc: ['body', ...loc], type }] });
  });

  it('is refused for a field that is not allowed and for a query of another form', async () => {
    const { body } = await fixture
      .s2s()
      .post(path('/vouchers'))
      .send({ code: 'A', worth: 1, x: 1 })
      .expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'x'], type: 'extra_forbidden' }] });
    const { body: query } = await fixture.s2s().get(path('/guilds?limit=51&rank=tin')).expect(422);
    expect(query).toMatchObject({ detail: [{ loc: ['query', 'limit'] }, { loc: ['query', 'rank'] }] });
  });

  it('accepts null where the specification is nullable', async () => {
    expect(await createGuild({ key: null })).toMatchObject({ key: null });
  });

  it('matches a pattern in linear time', async () => {
    const document = nextYear();
    document.components.schemas.GuildChange.properties.key.pattern = '^(a+)+$';
    const generic = createGenericApi(readSpecification(JSON.stringify(document)), OPERATIONS, PUBLISHED);
    fixture = createFixture({ generic });
    const key = `${'a'.repeat(100_000)}!`;
    await fixture.s2s().post(path('/guilds')).send({ name: 'Owls', key }).expect(422);
  });

  it('tells in the request log what nothing used', async () => {
    await createGuild({ colour: 'red' });
    await read('/guilds?mood=wild&page=2');
    const { body } = await get(fixture, '/requests').expect(200);
    expect((body as { data: object[] }).data).toMatchObject([
      { operation: 'GET /v2/guilds', ignored_fields: ['?page', '?mood'] },
      { operation: 'POST /v2/guilds', ignored_fields: ['colour'] },
    ]);
  });
});

describe('an operation that has no meaning', () => {
  it.each([
    ['POST /guilds/{guild_id}/disband', 'disbandGuild', 'the document does not say what it changes'],
    ['GET /weather', 'readWeather', 'no operation of the document creates what it is about'],
  ])('%s answers 501 with the reason [generic.no-meaning]', async (name, id, reason) => {
    const [method = '', of = ''] = name.split(' ');
    const client = fixture.s2s();
    const url = path(of.replace(/[{}]/g, ''));
    const { body } = await (method === 'GET' ? client.get(url) : client.post(url)).expect(501);
    expect(body).toEqual({ detail: `The emulator does not serve ${id} (${method} /v2${of}): ${reason}.` });
  });

  it('is one whose schema the emulator cannot check', () => {
    const document = nextYear();
    Object.assign(document.components.schemas.QuestNew, { not: { required: ['x'] } });
    Object.assign(document.components.schemas.Voucher.properties.code, { pattern: '^(?!x)' });
    const { unserved } = createGenericApi(readSpecification(JSON.stringify(document)), OPERATIONS, PUBLISHED);
    expect(unserved.map(({ id, reason }) => `${id}: ${reason}`)).toEqual(
      expect.arrayContaining([
        'createQuest: the keyword "not" is not checked by the emulator',
        'createVoucher: the pattern ^(?!x) cannot be matched in linear time',
      ]),
    );
  });

  it('is one whose records have rules of their own', () => {
    const document = JSON.stringify(nextYear())
      .replaceAll('/v2/guilds', '/v1/webhooks')
      .replaceAll('guild_id', 'webhook_id');
    const { operations, unserved } = createGenericApi(readSpecification(document), OPERATIONS, PUBLISHED);
    expect(operations.map(({ id }) => id)).not.toContain('patchGuilds');
    expect(unserved).toContainEqual(
      expect.objectContaining({
        id: 'patchGuilds',
        reason: 'the records of /v1/webhooks have rules of their own',
      }),
    );
  });

  it('is every published one of which the specification says nothing', async () => {
    const { body } = await fixture.s2s().get('/s2s/v1/videos').expect(501);
    expect(body).toMatchObject({
      detail: expect.stringContaining('the document of --spec does not describe it') as string,
    });
  });

  it('is every one without rules of its own when no specification is given', async () => {
    const { body } = await createFixture().s2s().get('/s2s/v1/videos').expect(501);
    expect(body).toMatchObject({ detail: expect.stringContaining('--spec FILE') as string });
  });
});
