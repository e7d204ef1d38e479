import type { Tally } from './drive.ts';

/** The operations that were driven and their outcomes, as a table. */
export function tableOf(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ operation, requests, validated, mismatches, deviations }) => [
    operation,
    String(requests),
    String(validated),
    String(mismatches.length),
    [...deviations].map(([name, count]) => `${name} (${count})`).join(', '),
  ]);
  const sum = (column: 'requests' | 'validated') =>
    tallies.reduce((total, tally) => total + tally[column], 0);
  const mismatches = tallies.reduce((total, tally) => total + tally.mismatches.length, 0);
  const total = [
    `${tallies.length} operations`,
    String(sum('requests')),
    String(sum('validated')),
    String(mismatches),
    '',
  ];
  return layOut([['operation', 'requests', 'validated', 'mismatches', 'wanted deviations'], ...rows, total]);
}

function layOut(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 4 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
