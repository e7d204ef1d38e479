/** Schemes that run script, or that the browser handles by itself: they show or start what is not the order's. */
const BROWSER_SCHEMES = [
  'javascript',
  'vbscript',
  'data',
  'about',
  'blob',
  'file',
  'filesystem',
  'view-source',
  'jar',
  'feed',
  'resource',
  'chrome',
  'chrome-extension',
  'moz-extension',
  'edge',
];

/** Schemes that start a program of the operating system. Those of Windows that begin with `ms-` are refused too. */
const SYSTEM_SCHEMES = ['search-ms', 'search', 'shell', 'hcp', 'res', 'mk', 'mhtml', 'itms-services'];

const REFUSED: ReadonlySet<string> = new Set([...BROWSER_SCHEMES, ...SYSTEM_SCHEMES]);

/**
 * The scheme of a link in lower case, as a browser reads it (WHATWG URL): without control characters and spaces at
 * its beginning, and without tabs and line breaks anywhere. `null` for what is not an absolute URL.
 */
export function schemeOf(link: string): string | null {
  return URL.canParse(link) ? new URL(link).protocol.slice(0, -1) : null;
}

/**
 * Whether a page may offer a link to players: an absolute one with http, https or the scheme of an app, such as
 * `mygame://` or Android's `intent://`. What is not absolute is neither offered nor dangerous.
 */
export function judgeLink(link: string): 'offered' | 'refused' | 'not absolute' {
  const scheme = schemeOf(link);
  if (scheme === null) return 'not absolute';
  return REFUSED.has(scheme) || scheme.startsWith('ms-') ? 'refused' : 'offered';
}
