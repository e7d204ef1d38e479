const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);

/** The URL, without a trailing slash, at which a client on this machine reaches a server bound to `host`. */
export function localUrl(host: string, port: number): string {
  const reachable = EVERY_ADDRESS.has(host) ? '127.0.0.1' : host;
  const name = reachable.includes(':') ? `[${reachable}]` : reachable;
  return `http://${name}:${port}`;
}
