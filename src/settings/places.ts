import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { COUNTRIES } from '../domain/countries.ts';
import type { Values } from './values.ts';

/** A path, read as an absolute one. */
export function path(allowed: string): Values<string> {
  return { allowed, read: (text) => (text.trim() === '' ? undefined : resolve(text)) };
}

export function host(): Values<string> {
  return { allowed: 'an IP address or a host name, without a port', read: readHost };
}

export function hostList(): Values<readonly string[]> {
  return {
    allowed: 'host names separated by commas, without ports',
    read(text) {
      const hosts = text.split(',').map((part) => readHost(part.trim())?.toLowerCase());
      return hosts.every((name) => name !== undefined) ? hosts : undefined;
    },
  };
}

export function webUrl(): Values<string> {
  return {
    allowed: 'an http:// or https:// URL',
    read: (text) => (readWebUrl(text) ? text : undefined),
  };
}

/** An http(s) URL of a whole host, read without its trailing slash. */
export function origin(): Values<string> {
  return {
    allowed: 'an http:// or https:// URL without a path',
    read(text) {
      const url = readWebUrl(text);
      if (url === null) return undefined;
      return url.href === `${url.origin}/` ? url.origin : undefined;
    },
  };
}

/** In use everywhere, although ISO 3166-1 leaves it to its users. */
const KOSOVO = 'XK';

export function country(): Values<string> {
  return {
    allowed: 'an ISO 3166-1 country code of two capital letters, such as US',
    read: (text) => (COUNTRIES.includes(text) || text === KOSOVO ? text : undefined),
  };
}

function readHost(text: string): string | undefined {
  return isIP(text) !== 0 || /^[\w-]+(\.[\w-]+)*$/.test(text) ? text : undefined;
}

function readWebUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null;
}
