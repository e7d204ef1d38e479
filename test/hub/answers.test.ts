import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/domain/hub/answers.ts';
import { askToVerify, resultOf } from '../../src/domain/hub/questions.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { aghanimProtocol } from '../../src/platforms/aghanim/protocol.ts';
import { anAttemptRequest } from '../delivery/attempts.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { givenWebhook } from '../support/orders.ts';

const LEIA = { player_id: 'leia', name: 'Leia', attributes: {} };

function faultsOf(body: unknown): readonly string[] {
  const answer = readAnswer('player.verify', 200, JSON.stringify(body));
  return answer.kind === 'unusable' ? answer.faults : [];
}

describe('an answer to player.verify', () => {
  it.each<[string, object]>([
    ['only what is required', LEIA],
    [
      'optional fields that are null',
      { ...LEIA, avatar_url: null, email: null, banned: null, country: null },
    ],
    ['attributes of its own', { ...LEIA, attributes: { level: 7, guild: 'x' } }],
    ['balances and segments', { ...LEIA, balances: [{ sku: 'gems', quantity: 3 }], segments: ['whales'] }],
  ])('is accepted with %s [hub.verify-answer]', (_what, body) => {
    expect(faultsOf(body)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a number as the player id', { ...LEIA, player_id: 7 }, '"player_id" is not a string'],
    ['null as the name', { ...LEIA, name: null }, '"name" is not a string'],
    ['attributes as a list', { ...LEIA, attributes: [] }, '"attributes" is not an object'],
    ['a level as a text', { ...LEIA, attributes: { level: '7' } }, '"attributes.level" is not an integer'],
    ['a country name', { ...LEIA, country: 'France' }, '"country" is not a two-letter country code'],
    [
      'a balance without a quantity',
      { ...LEIA, balances: [{ sku: 'x' }] },
      '"balances[0].quantity" is missing',
    ],
    ['a list', [LEIA], 'the body is not a JSON object'],
  ])('is refused with %s [hub.verify-answer]', (_what, body, fault) => {
    expect(faultsOf(body)).toEqual([fault]);
  });

  it.each([-4, 1.5, 1e30])('to store.get is refused with the price %d [hub.store-answer]', (price) => {
    const answer = readAnswer('store.get', 200, JSON.stringify({ items: [{ sku: 'gems', price }] }));
    const fault = '"items[0].price" is not an amount in minor units, 0 or more';
    expect(answer).toEqual({ kind: 'unusable', faults: [fault] });
  });

  it('names only the first faults of a long list', () => {
    expect(faultsOf({ ...LEIA, segments: Array<number>(1000).fill(1) })).toHaveLength(5);
  });

  it.each([408, 429, 500, 302])('is a failure with HTTP %i, whatever its body says', (status) => {
    const body = JSON.stringify({ status: 'error', code: 'not_found', message: 'x' });
    expect(readAnswer('player.verify', status, body).kind).toBe('unusable');
  });

  it('is a failure with the code invalid_signature, and the hint is about signatures', () => {
    const body = '{"status":"error","code":"invalid_signature","message":"x"}';
    expect(readAnswer('player.verify', 403, body).kind).toBe('unusable');
    const response = {
      status: 403,
      headers: {},
      body,
      encoding: 'utf8' as const,
      bodyBytes: 9,
      truncated: false,
    };
    const request = anAttemptRequest({ eventType: 'player.verify' });
    const { verdict, error } = aghanimProtocol('secret', []).judge(request, {}, response);
    expect(verdict).toBe('failed');
    expect(error?.hint).toContain('signature');
  });

  it('about another player gets a hint that names both', () => {
    const body = JSON.stringify({ event_type: 'player.verify', event_data: { player_id: 'han' } });
    const request = anAttemptRequest({ eventType: 'player.verify', body });
    const judge = (playerId: string) =>
      aghanimProtocol('secret', []).judge(
        request,
        {},
        {
          status: 200,
          headers: {},
          body: JSON.stringify({ ...LEIA, player_id: playerId }),
          encoding: 'utf8',
          bodyBytes: 9,
          truncated: false,
        },
      );
    const note = 'The answer has the player_id "leia", but the hub asked about "han" and keeps that id.';
    expect(judge('leia')).toEqual({ verdict: 'delivered', error: null, note });
    expect(judge('han').note).toBeNull();
  });

  it('is a failure if it is too long to be kept', () => {
    const body = '{"player_id":"';
    const response = {
      status: 200,
      headers: {},
      body,
      encoding: 'utf8' as const,
      bodyBytes: 9e5,
      truncated: true,
    };
    const request = anAttemptRequest({ eventType: 'player.verify' });
    const { verdict, error } = aghanimProtocol('secret', []).judge(request, {}, response);
    expect([verdict, error?.message]).toEqual(['failed', expect.stringContaining('longer than 64 KiB')]);
  });
});

describe('a question', () => {
  it('fails at once while the webhook is paused', () => {
    const fixture = createDomainFixture();
    const webhook = givenWebhook(fixture, { events: ['player.verify'] });
    inTransaction(fixture.domain, (tx) => {
      tx.tables.webhooks.put({ ...webhook, pausedAt: tx.now });
    });
    const question = askToVerify(fixture.domain, fixture.game, 'leia');
    expect(resultOf(fixture.domain.store, question)).toMatchObject({ reason: 'the webhook is paused' });
  });
});
