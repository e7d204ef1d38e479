import { readFileSync } from 'node:fs';
import { packageFile } from './package-files.ts';

/** The package's version, from its package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
