/**
 * `npm run bench`: measures the built emulator and simpler servers on the same machine in the same run.
 * `-- --quick` for a short run, `-- --only orders` for one case. Only a complete run writes `results.md`.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { burst } from './cases/burst.ts';
import { growth } from './cases/growth.ts';
import { latency } from './cases/latency.ts';
import { lists } from './cases/lists.ts';
import { live } from './cases/live.ts';
import { orders } from './cases/orders.ts';
import { paint } from './cases/paint.ts';
import { start } from './cases/start.ts';
import { FULL, QUICK, type BenchOptions } from './options.ts';
import { toMarkdown, type Section } from './report.ts';

const CASES: Readonly<Record<string, (options: BenchOptions) => Promise<Section[]>>> = {
  orders,
  latency,
  burst,
  growth,
  lists,
  live,
  start,
  paint,
};
const RESULTS = fileURLToPath(new URL('results.md', import.meta.url));

function chosen(only: string | undefined): string[] {
  const names = Object.keys(CASES);
  if (only === undefined) return names;
  if (!names.includes(only)) throw new Error(`--only takes one of ${names.join(', ')}, not "${only}"`);
  return [only];
}

function head(): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}`;
  const day = new Date().toISOString().slice(0, 10);
  return `# Speed\n\nMeasured on ${day} with Node ${process.version} on ${machine}, by \`npm run bench\`.`;
}

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } });
if (!existsSync(new URL('../dist/cli.cjs', import.meta.url))) throw new Error('Run `npm run build` first.');
const parts = [head()];
console.log(parts[0]);
for (const name of chosen(values.only)) {
  const sections = await CASES[name]?.(values.quick === true ? QUICK : FULL);
  const text = (sections ?? []).map(toMarkdown).join('\n\n');
  console.log(`\n${text}`);
  parts.push(text);
}
if (values.quick !== true && values.only === undefined) writeFileSync(RESULTS, `${parts.join('\n\n')}\n`);
process.exit(0);
