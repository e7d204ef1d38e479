import { readdirSync, readFileSync } from 'node:fs';

/** A fenced block of a document. */
export interface Snippet {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** README.md and the documents that are written by hand. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md') && !['fidelity.md', 'control-api.md'].includes(file))
    .map((file) => `docs/${file}`),
];

export function snippetsIn(file: string): readonly Snippet[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^ *```/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: body = '' }) => ({
      file,
      line: text.slice(0, index).split('\n').length,
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

export function titleOf({ file, line }: Snippet): string {
  return `${file}:${line}`;
}

export interface ShellCommand {
  /** Variables that are set for this command only. */
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** The commands of a script without pipes, substitutions and control flow, except `eval "$(command)"` and `&&`. */
export function commandsOf(script: string): readonly ShellCommand[] {
  const lines = script
    .replaceAll('\\\n', ' ')
    .replaceAll(/eval "\$\((.*?)\)"/g, '$1')
    .split(/\n| && /);
  return lines
    .map(wordsOf)
    .filter((words) => words.length > 0)
    .map((words) => {
      const count = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
      const variables = words.slice(0, count).map((word) => /^([A-Z_]+)=(.*)$/s.exec(word) ?? []);
      return {
        env: Object.fromEntries(variables.map(([, name = '', value = '']) => [name, value])),
        words: words.slice(count),
      };
    });
}

/** The words of a line without its quotation marks and its comment. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/#.*$|(?:[^\s"'#]|"[^"]*"|'[^']*')+/g) ?? [];
  return words
    .filter((word) => !word.startsWith('#'))
    .map((word) =>
      word.replaceAll(
        /"([^"]*)"|'([^']*)'/g,
        (_, double?: string, single?: string) => double ?? single ?? '',
      ),
    );
}
