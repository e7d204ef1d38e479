import { describe, expect, it } from 'vitest';
import { judge } from '../../src/delivery/diagnosis/verdict.ts';

const DECLINED = { status: 'error', code: 'declined', message: 'Inventory is full' };

describe('the verdict', () => {
  it.each([200, 201, 204, 299])(
    'on HTTP %i is "delivered", whatever the body [answers.success]',
    (status) => {
      expect(judge('item.add', status, JSON.stringify(DECLINED))).toEqual({
        verdict: 'delivered',
        hint: null,
      });
    },
  );

  it('on the documented refusal of item.add is "declined" [answers.declined]', () => {
    expect(judge('item.add', 400, JSON.stringify(DECLINED))).toEqual({ verdict: 'declined', hint: null });
  });

  const failures: [status: number, body: string][] = [
    [301, ''],
    [400, '{"status":"error","code":"not_found"}'],
    [400, '{"status":"error","code":"banned"}'],
    [400, 'declined'],
    [400, '["declined"]'],
    [400, 'null'],
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
