import type { SocialMedia, SocialPlatform } from '../model/creator.ts';

const HOSTS: readonly (readonly [host: RegExp, platform: SocialPlatform])[] = [
  [/tiktok\.com$/, 'tiktok'],
  [/(?:youtube\.com|youtu\.be)$/, 'youtube'],
  [/instagram\.com$/, 'instagram'],
  [/threads\.(?:net|com)$/, 'threads'],
  [/(?:^|\.)(?:x|twitter)\.com$/, 'x_twitter'],
  [/facebook\.com$/, 'facebook'],
  [/reddit\.com$/, 'reddit'],
  [/twitch\.tv$/, 'twitch'],
];

/** The platform of an account: the one that was given, else the one that its link leads to. */
export function platformOf({ url, platform }: SocialMedia): SocialPlatform {
  if (platform !== null) return platform;
  const host = partsOf(url)[0]?.toLowerCase() ?? '';
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}

/** The name of an account: the last part of its link, without the `@` before it. */
export function handleOf({ url }: SocialMedia): string {
  return partsOf(url).at(-1)?.replace(/^@/, '') ?? '';
}

/** The host and the parts of the path of a link, which need not be a valid one. */
function partsOf(url: string): readonly string[] {
  return url
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((part) => part !== '');
}
