/**
 * `npm run test:fuzz -- --requests 100000 --seed 7`: random, mostly hostile requests to all routes; with
 * AGHANIM_OPENAPI also to those that only the published specification describes.
 */
import { parseArgs } from 'node:util';
import { describeReport, fuzzTest } from './fuzz-test.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const specFile = process.env['AGHANIM_OPENAPI'];
const options = { requests: Number(values.requests), seed: Number(values.seed), specFile };
process.stdout.write(`fuzz test, seed ${options.seed}: ${options.requests} requests\n`);
const report = await fuzzTest(options);
process.stdout.write(describeReport(report));
process.exit(report.crash === null && report.failures.length === 0 ? 0 : 1);
