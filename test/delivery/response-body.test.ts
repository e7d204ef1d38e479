import { describe, expect, it } from 'vitest';
import { ResponseBody, BODY_LIMIT } from '../../src/delivery/transport/response.ts';

describe('the body of a response', () => {
  it('takes no more memory than its limit for any number of tiny chunks', () => {
    const body = new ResponseBody();
    const before = process.memoryUsage().arrayBuffers;
    const chunk = Buffer.from('a');
    for (let n = 0; n < 4 * BODY_LIMIT; n += 1) body.append(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    expect(body.length).toBe(BODY_LIMIT);
    expect(body.read(true).body).toBe('a'.repeat(BODY_LIMIT));
  });

  const encodings: [what: string, bytes: Buffer, isCut: boolean, encoding: string][] = [
    ['text', Buffer.from('é剣🗡'), false, 'utf8'],
    ['no bytes', Buffer.alloc(0), false, 'utf8'],
    ['text cut inside a character', Buffer.from('é剣🗡').subarray(0, -1), true, 'utf8'],
    ['text that ends inside a character by itself', Buffer.from('é').subarray(0, 1), false, 'base64'],
    ['text with a zero byte', Buffer.from('a\0b'), false, 'base64'],
    ['bytes', Buffer.from([0x1f, 0x8b, 0xff]), true, 'base64'],
  ];
  it.each(encodings)('of %s has the right encoding', (_what, bytes, isCut, encoding) => {
    const body = new ResponseBody();
    body.append(bytes);
    expect(body.read(isCut).encoding).toBe(encoding);
  });
});
