import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licence texts of the packages that the files belong to: their terms require them beside the bundled code.
 *
 * @throws Error for a package without a licence text
 */
export function noticesOf(files: readonly string[]): string {
  const folders = new Set(files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? ''));
  folders.delete('');
  return ['This program contains the following packages.', ...[...folders].sort().map(notice)].join(RULE);
}

const RULE = `\n\n${'-'.repeat(80)}\n\n`;

function notice(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const [licence] = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  if (licence === undefined) throw new Error(`${name} has no licence text, so it cannot be bundled.`);
  return `${name} ${version}\n\n${readFileSync(join(folder, licence), 'utf8').trim()}`;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}
