import { describe, expect, it } from 'vitest';
import { harmIn, nodesIn } from './harm.ts';
import { EVALUATED, HOSTILE_STRINGS } from './strings.ts';

function harm(html: string): readonly string[] {
  return harmIn(html, nodesIn(html));
}

describe('the judge of pages', () => {
  it.each([
    '<script>alert(1)</script>',
    '<script src="//evil.example/x.js"></script>',
    '<p><x-evil></p>',
    '<svg onload=alert(1)></svg>',
    '<input value="" autofocus onfocus=alert(1) x="">',
    '<p style="color: red">',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<form action="//evil.example" method="post"></form>',
    '<form action="https://evil.example" method="post"></form>',
    '<button formaction="javascript:alert(1)">x</button>',
    '<base href="/">',
    '<noscript><meta http-equiv="refresh" content="3; url=javascript:alert(1)"></noscript>',
    `<p>${EVALUATED}</p>`,
  ])('finds what is wrong with %s', (html) => {
    expect(harm(html)).not.toEqual([]);
  });

  it('finds nothing wrong with what our pages have', () => {
    const html = `<link rel="stylesheet" href="/assets/base.css"><script type="module" src="/assets/checkout.js"></script>
      <form method="post" action="/order/ord_1/pay"><input value="&lt;script&gt;"></form><a href="mygame://x">x</a>`;
    expect(harm(html)).toEqual([]);
  });
});

it('there are more than 54 hostile strings, each of them once', () => {
  expect(HOSTILE_STRINGS.length).toBeGreaterThanOrEqual(54);
  expect(new Set(HOSTILE_STRINGS).size).toBe(HOSTILE_STRINGS.length);
});
