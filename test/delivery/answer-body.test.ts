import { describe, expect, it } from 'vitest';
import { AnswerBody, BODY_LIMIT } from '../../src/delivery/transport/response.ts';

describe('the body of an answer', () => {
  it('of any number of tiny pieces takes no more memory than its limit', () => {
    const body = new AnswerBody();
    const before = process.memoryUsage().arrayBuffers;
    const piece = Buffer.from('a');
    for (let n = 0; n < 4 * BODY_LIMIT; n += 1) body.append(piece);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    expect(body.length).toBe(BODY_LIMIT);
    expect(body.read(true).body).toBe('a'.repeat(BODY_LIMIT));
  });

  const shown: [what: string, bytes: Buffer, cut: boolean, encoding: string][] = [
    ['text', Buffer.from('é剣🗡'), false, 'utf8'],
    ['nothing', Buffer.alloc(0), false, 'utf8'],
    ['text cut inside a character', Buffer.from('é剣🗡').subarray(0, -1), true, 'utf8'],
    ['text that ends inside a character by itself', Buffer.from('é').subarray(0, 1), false, 'base64'],
    ['text with a zero byte', Buffer.from('a\0b'), false, 'base64'],
    ['bytes', Buffer.from([0x1f, 0x8b, 0xff]), true, 'base64'],
  ];
  it.each(shown)('that is %s is shown as what it is', (_what, bytes, cut, encoding) => {
    const body = new AnswerBody();
    body.append(bytes);
    expect(body.read(cut).encoding).toBe(encoding);
  });
});
