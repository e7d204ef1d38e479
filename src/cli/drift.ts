import { readFileSync } from 'node:fs';
import { findDrift } from '../drift/compare.ts';
import { readPublishedApi, type PublishedApi } from '../drift/published-api.ts';
import { OPERATIONS } from '../http/s2s/operations.ts';
import { PUBLISHED } from '../http/s2s/published.ts';
import { SettingsError } from '../settings/errors.ts';
import { readFlags } from '../settings/flags.ts';
import type { CommandContext } from './command-context.ts';

/**
 * Prints the differences between a published specification and what this emulator serves.
 *
 * @returns 0 when there is no drift, 1 when there is
 * @throws SettingsError for a file that is not a specification
 */
export function drift(context: CommandContext, args: readonly string[]): Promise<number> {
  const file = readFlags(args, { spec: 'value' }).get('spec');
  if (file === undefined) throw new SettingsError('drift needs --spec FILE, the published specification');
  const api = readApi(file);
  const lines = findDrift(api, { published: PUBLISHED, served: OPERATIONS });
  context.stdout.write(report(api.version, lines));
  return Promise.resolve(lines.length === 0 ? 0 : 1);
}

function readApi(file: string): PublishedApi {
  try {
    return readPublishedApi(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'it is not an OpenAPI document';
    throw new SettingsError(`--spec ${file} cannot be read: ${reason}`);
  }
}

function report(version: string, lines: readonly string[]): string {
  const scope = `version ${version}, ${OPERATIONS.length} of ${PUBLISHED.length} known operations served`;
  if (lines.length === 0) return `no drift (${scope})\n`;
  return `${lines.join('\n')}\n${lines.length} differences (${scope})\n`;
}
