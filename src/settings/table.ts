import { DEFINITIONS, environmentName, type Definition } from './definitions.ts';

const HELP_WIDTH = 100;
const HELP_INDENT = 32;

/** The README's table of all settings, in Markdown, with columns of even width. */
export function settingsTable(): string {
  const rows = Object.entries<Definition>(DEFINITIONS).map(([key, definition]) => [
    code(written(definition)),
    code(environmentName(definition.flag)),
    code(key),
    typeof definition.initial === 'string' ? code(definition.initial) : definition.initial.shown,
    definition.about,
  ]);
  return markdownTable([['Flag', 'Environment variable', 'Option', 'Default', 'What it does'], ...rows]);
}

/** The part of `--help` that lists all settings. */
export function settingsHelp(): string {
  return Object.values<Definition>(DEFINITIONS).map(helpEntry).join('\n');
}

function written({ flag, placeholder }: Definition): string {
  return placeholder === null ? `--${flag}` : `--${flag} ${placeholder}`;
}

function helpEntry(definition: Definition): string {
  const { about, initial } = definition;
  const shown = typeof initial === 'string' ? initial : initial.shown;
  const [first = '', ...rest] = wrap(`${about} (${shown})`, HELP_WIDTH - HELP_INDENT);
  const head = `  ${written(definition)} `.padEnd(HELP_INDENT) + first;
  return [head, ...rest.map((line) => ' '.repeat(HELP_INDENT) + line)].join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${line} ${word}`];
  }, []);
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
