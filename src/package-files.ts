import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Where a file is that comes with this package: `views`, `data/seed.json`. Only modules beside this one may
 * reckon with their own place: a build puts the code of all floors into files right below its folder.
 */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The package's version, from its package.json. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
