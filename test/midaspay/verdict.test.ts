import { describe, expect, it } from 'vitest';
import { missingInAnswer } from '../../src/platforms/midaspay/verdict.ts';

describe('missingInAnswer', () => {
  it.each([
    [200, '{"processed":true}'],
    [204, '{"processed":true,"message":"granted"}'],
    [299, ' {"message":null,"processed":true} '],
  ])('takes HTTP %i with %s for an acceptance', (status, body) => {
    expect(missingInAnswer(status, body)).toBeNull();
  });

  it.each([
    [200, '', 'the status is right (200), but the body is empty'],
    [200, 'OK', 'the status is right (200), but the body is not JSON'],
    [200, '[{"processed":true}]', 'the status is right (200), but the body is not a JSON object'],
    [200, 'null', 'the status is right (200), but the body is not a JSON object'],
    [200, '{}', 'the status is right (200), but the body has no "processed"'],
    [200, '{"processed":false,"message":"no such user"}', '"processed" is false, not the boolean true'],
    [200, '{"processed":"true"}', '"processed" is "true", not the boolean true'],
    [200, '{"processed":1}', '"processed" is 1, not the boolean true'],
    [200, '{"Processed":true}', 'the body has no "processed"'],
    [302, '{"processed":true}', 'the body is right, but the status is 302'],
    [500, '{"processed":true}', 'the body is right, but the status is 500'],
    [500, 'oops', 'the status is 500, and the body is not JSON'],
  ])('names what HTTP %i with %s lacks', (status, body, missing) => {
    expect(missingInAnswer(status, body)).toContain(missing);
  });

  it('does not repeat a long value of processed', () => {
    expect(missingInAnswer(200, JSON.stringify({ processed: 'x'.repeat(1000) }))?.length).toBeLessThan(200);
  });
});
