import { readFileSync } from 'node:fs';
import { packageFile } from '../../package-files.ts';

/** A function that verifies a signature, in one language. */
export interface Snippet {
  readonly id: string;
  readonly language: string;
  /** Where in the package the whole receiver is. */
  readonly file: string;
  readonly text: string;
}

/** The example backends, whose tests run the functions. */
const SOURCES: readonly (readonly [id: string, language: string, file: string])[] = [
  ['typescript', 'TypeScript', 'examples/typescript-vitest/game.ts'],
  ['javascript', 'JavaScript', 'examples/javascript-jest/game.js'],
  ['python', 'Python', 'examples/python-pytest/game.py'],
  ['go', 'Go', 'examples/go-httptest/game.go'],
  ['ruby', 'Ruby', 'examples/ruby-minitest/game.rb'],
  ['php', 'PHP', 'examples/php-receiver/receiver.php'],
  ['java', 'Java', 'examples/java-receiver/Receiver.java'],
];

/** How a receiver verifies a signature: read from the example backends, so that what is shown is what their tests run. */
export function verificationSnippets(): readonly Snippet[] {
  return SOURCES.map(([id, language, file]) => {
    const text = regionOf(readFileSync(packageFile(file), 'utf8'));
    return { id, language, file, text };
  });
}

/** The lines between the marks of the region `verify-signature`, without their common indentation. */
function regionOf(source: string): string {
  const [, region = ''] = /#?region verify-signature\n(.*?)\n[^\n]*#?endregion/s.exec(source) ?? [];
  const lines = region.trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim();
}
