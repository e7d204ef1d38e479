/** What the product wants of a figure. */
export interface Goal {
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

/** The outcome of one case. */
export interface Section {
  readonly heading: string;
  /** How it was measured, in a sentence or two. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly goals: readonly Goal[];
}

/** A goal that a figure be at least, or at most, some limit. */
export function goal(
  wanted: string,
  measured: number,
  limit: { atLeast: number } | { atMost: number },
): Goal {
  const met = 'atLeast' in limit ? measured >= limit.atLeast : measured <= limit.atMost;
  return { wanted, measured: figure(measured), met };
}

/** Three significant digits or whole numbers. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));
}

export function times(value: number): string {
  return `${figure(value)} ×`;
}

/** The section as Markdown, which reads as well on a terminal. */
export function toMarkdown({ heading, about, columns, rows, goals }: Section): string {
  const verdicts = goals.map(
    ({ wanted, measured, met }) => `- ${met ? 'met' : '**missed**'}: ${wanted}; measured ${measured}`,
  );
  return [`## ${heading}`, about, table([columns, ...rows]), verdicts.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const [head = '', ...rest] = lines.map((cells) => row(cells, widths));
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [head, rule, ...rest].join('\n');
}

/** The first column holds names, the others figures. */
function row(cells: readonly string[], widths: readonly number[]): string {
  const padded = widths.map((width, column) => {
    const cell = cells[column] ?? '';
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `| ${padded.join(' | ')} |`;
}
