import { readdirSync, readFileSync } from 'node:fs';

const TESTS = new URL('../', import.meta.url);
/** ` [orders.expiry-24h]` at the end of a test's name; a test may prove several rules. */
const TAG = / \[([a-z0-9-]+(?:\.[a-z0-9-]+)+)\](?=['"`]| \[)/g;

/** The ids of the rules that the names of tests end with, each with the files that name it. */
export function taggedRules(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  for (const file of files) {
    for (const [, id = ''] of readFileSync(new URL(file, TESTS), 'utf8').matchAll(TAG)) {
      found.set(id, [...(found.get(id) ?? []), file]);
    }
  }
  return found;
}
