import { describe, expect, it } from 'vitest';
import { judge } from '../../src/platforms/aghanim/verdict.ts';
import { aghanimProtocol } from '../../src/platforms/aghanim/protocol.ts';
import { anAttemptRequest } from '../delivery/attempts.ts';

const DECLINED = { status: 'error', code: 'declined', message: 'Inventory is full' };

describe('the verdict', () => {
  it.each([200, 201, 204, 299])(
    'on HTTP %i is "delivered", whatever the body [answers.success]',
    (status) => {
      expect(judge('item.add', status, '{"status":"ok"}')).toEqual({ verdict: 'delivered', hint: null });
      expect(judge('item.add', status, JSON.stringify(DECLINED)).verdict).toBe('delivered');
    },
  );

  it.each([DECLINED, { status: 'error', code: 'banned', message: 'x' }, { status: 'declined' }])(
    'on HTTP 200 with the refusal %o is "delivered", and the hint says that it is granted [answers.refusal-with-2xx]',
    (body) => {
      const { verdict, hint } = judge('item.add', 200, JSON.stringify(body));
      expect(verdict).toBe('delivered');
      expect(hint).toContain('HTTP 200 counts as granted');
      expect(judge('item.remove', 200, JSON.stringify(body)).hint).toBeNull();
    },
  );

  it('on a refusal without a message is "declined", and the hint names the message [answers.message-missing]', () => {
    const { verdict, hint } = judge('item.add', 400, '{"status":"error","code":"declined"}');
    expect(verdict).toBe('declined');
    expect(hint).toContain('"message"');
  });

  it.each(['not_found', 'banned', 'invalid_signature', 'validation_error'])(
    'on the code %s is "failed", and the hint names the code [answers.code-hints] [answers.other-codes]',
    (code) => {
      const body = JSON.stringify({ status: 'error', code, message: 'x' });
      const { verdict, hint } = judge('item.add', 400, body);
      expect(verdict).toBe('failed');
      expect(hint).toContain(`"${code}"`);
      expect(hint).toContain('only "declined" refunds');
    },
  );

  it.each([200, 400, 401, 422, 500])(
    'on invalid_signature with HTTP %i explains the signature [answers.code-hints]',
    (status) => {
      const body = '{"status":"error","code":"invalid_signature","message":"x"}';
      const response = {
        status,
        headers: {},
        body,
        encoding: 'utf8',
        bodyBytes: 1,
        truncated: false,
      } as const;
      const { error, note } = aghanimProtocol('whsec', []).judge(anAttemptRequest(), {}, response);
      expect(error?.hint ?? note).toContain('If the signature was rejected, check that');
    },
  );

  it('on the documented refusal of item.add is "declined" [answers.declined]', () => {
    expect(judge('item.add', 400, JSON.stringify(DECLINED))).toEqual({ verdict: 'declined', hint: null });
  });

  const failures: [status: number, body: string][] = [
    [301, ''],
    [400, '{"status":"error","code":"other"}'],
    [400, 'null'],
    [400, `<!doctype html><p>declined`],
    [502, 'connection refused'],
    [400, '{"status":"error","code":42}'],
    [404, '{}'],
    [410, ''],
    [500, '{"error":{"code":"internal"}}'],
  ];
  it.each(failures)(
    'on HTTP %i %s is a plain "failed" [answers.declined] [answers.other-codes] [answers.failures-are-retried]',
    (status, body) => {
      expect(judge('item.add', status, body)).toEqual({ verdict: 'failed', hint: null });
    },
  );

  const nearMisses: [what: string, status: number, body: object, difference: string][] = [
    ['another status', 422, DECLINED, 'the HTTP status is 422'],
    ['no status field', 400, { code: 'declined' }, '"status":"error" is missing'],
    ['another spelling', 400, { ...DECLINED, code: 'Declined' }, 'the code is "Declined"'],
    ['another word', 400, { ...DECLINED, code: 'rejected' }, 'the code is "rejected"'],
    ['a longer code', 400, { ...DECLINED, code: 'item_declined' }, 'the code is "item_declined"'],
    ['a status in place of the code', 400, { status: 'declined' }, '"code":"declined" is missing'],
    ['an error in place of the code', 400, { error: 'declined' }, 'the refusal is in "error"'],
    ['a flag in place of the code', 400, { declined: true }, 'the refusal is in "declined"'],
    ['a wrapper', 400, { detail: DECLINED }, 'the body is wrapped in "detail"'],
    [
      'several differences',
      409,
      { code: 'DENIED' },
      'the HTTP status is 409 and "status":"error" is missing and',
    ],
  ];
  it.each(nearMisses)(
    'on a near miss (%s) is "failed" and shows the refusal [answers.near-miss]',
    (_what, status, body, difference) => {
      const { verdict, hint } = judge('item.add', status, JSON.stringify(body));
      expect(verdict).toBe('failed');
      expect(hint).toContain('HTTP 400 with {"status":"error","code":"declined","message":"..."}');
      expect(hint).toContain(difference);
    },
  );

  it.each([
    [400, 'declined'],
    [400, '"declined"'],
    [400, '["declined"]'],
    [403, 'Declined: the inventory is full.'],
    [400, 'status=error&code=declined'],
    [500, 'rejected'],
  ])('on HTTP %i %s is "failed" and shows the JSON of a refusal [answers.near-miss]', (status, body) => {
    const { verdict, hint } = judge('item.add', status, body);
    expect(verdict).toBe('failed');
    expect(hint).toContain('HTTP 400 with {"status":"error","code":"declined","message":"..."}');
    expect(hint).toContain('the body is not a JSON object');
    expect(judge('player.verify', status, body).hint).toContain('or refuse with 4xx and an error body');
  });

  it('on a refusal of any other event is "failed" and says why', () => {
    expect(judge('item.remove', 400, JSON.stringify(DECLINED))).toEqual({
      verdict: 'failed',
      hint: 'Only item.add can be declined; item.remove is retried.',
    });
  });

  it('is quick on a hostile body', () => {
    const body = JSON.stringify({ code: '_'.repeat(60_000) });
    const started = performance.now();
    judge('item.add', 400, body);
    judge('item.add', 400, '['.repeat(65_536));
    expect(performance.now() - started).toBeLessThan(200);
  });
});
