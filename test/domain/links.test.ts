import { describe, expect, it } from 'vitest';
import { judgeLink } from '../../src/domain/model/links.ts';

describe('a link', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'java\r\nscript:alert(1)',
    'javascript\t:alert(1)',
    '\tj\na\rv\ta\nscript:alert(1)',
    ' javascript:alert(1)',
    '\u0000javascript:alert(1)',
    '\u0001\u001f \tjavascript:alert(1)',
    'javascript://x.example/%0aalert(1)',
    'vbscript:x',
    'VB\tSCRIPT:x',
    'data:text/html,<script>alert(1)</script>',
    'da\tta:text/html,x',
    'about:blank',
    'blob:https://x.example/1',
    'file:///etc/passwd',
    'File://server/share',
    'filesystem:https://x.example/temporary/a',
    'view-source:https://x.example',
    'jar:https://x.example!/a',
    'feed:javascript:alert(1)',
    'chrome://settings',
    'ms-msdt:/id PCWDiagnostic',
    'MS-Officecmd:{}',
    'search-ms:query=x',
    'itms-services://?action=download-manifest',
  ])('%j is refused', (link) => {
    expect(judgeLink(link)).toBe('refused');
  });

  it.each([
    'https://game.example/back?order={order_id}',
    'HTTP://game.example',
    'mygame://back/{order_id}',
    'MyGame:back',
    'my.game+app-1://back',
    'intent://x#Intent;scheme=mygame;end',
    'https://game.example/?next=javascript:alert(1)',
    'javascripted://back',
    'msgame://back',
  ])('%j is offered', (link) => {
    expect(judgeLink(link)).toBe('offered');
  });

  it.each([
    '',
    'no link',
    '/relative',
    '//game.example',
    'javascript',
    'javascript%3Aalert(1)',
    '\uff4aavascript:alert(1)',
    'javascript\uff1aalert(1)',
    'java\u00a0script:alert(1)',
    '\u00a0javascript:alert(1)',
    'java script:alert(1)',
    'http://',
  ])('%j is not absolute for a browser, and so neither offered nor dangerous', (link) => {
    expect(judgeLink(link)).toBe('not absolute');
  });
});
