import { localUrl, type Settings } from '../settings/settings.ts';

/**
 * What is printed once the port answers. Tools wait for the last line, so its wording stays as it is.
 *
 * @param port the one that is listened on, which is not `settings.port` when that is 0
 */
export function banner(settings: Settings, port: number): string {
  const local = localUrl(settings.host, port);
  const facts: [string, string | null][] = [
    ['API', `${local}/s2s/v1`],
    ['Key', settings.s2sKey],
    ['Dashboard', `${local}/dashboard`],
    ['Public URL', settings.publicUrl],
    ['Data', settings.ephemeral ? 'memory only' : settings.dataDir],
    ['Webhook', settings.webhook],
  ];
  const lines = facts.filter(([, fact]) => fact !== null).map(([name, fact]) => `${name.padEnd(10)} ${fact}`);
  return [...lines, `aghanim-emulator ready on ${local}`, ''].join('\n');
}
