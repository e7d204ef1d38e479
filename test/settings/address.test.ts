import { describe, expect, it } from 'vitest';
import { localUrl } from '../../src/settings/settings.ts';

describe('the address for clients on this machine', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:4242'],
    ['0.0.0.0', 'http://127.0.0.1:4242'],
    ['::', 'http://127.0.0.1:4242'],
    ['::1', 'http://[::1]:4242'],
    ['localhost', 'http://localhost:4242'],
    ['192.168.1.7', 'http://192.168.1.7:4242'],
  ])('bound to %s is %s', (host, url) => {
    expect(localUrl(host, 4242)).toBe(url);
  });
});
