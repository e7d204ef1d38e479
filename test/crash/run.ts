/** `npm run test:crash -- --rounds 100 --seed 7`: the crash test at any length. */
import { parseArgs } from 'node:util';
import { crashTest, describeReport } from './crash-test.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const test = { rounds: Number(values.rounds), seed: Number(values.seed) };
process.stdout.write(`crash test, seed ${test.seed}: ${test.rounds} rounds\n`);
const report = await crashTest(test);
process.stdout.write(describeReport(test, report));
process.exit(report.lost.length + report.unexplained.length === 0 ? 0 : 1);
