/** `npm run test:crash -- --rounds 100 --seed 7 --durability fsync`: the crash test at any length. */
import { parseArgs } from 'node:util';
import { crashTest, describeReport } from './crash-test.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now()) },
    durability: { type: 'string', default: 'write' },
  },
});
if (values.durability !== 'write' && values.durability !== 'fsync') {
  throw new Error('--durability must be write or fsync');
}
const test = {
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  durability: values.durability,
} as const;
process.stdout.write(
  `crash test, seed ${test.seed}: ${test.rounds} rounds with --durability ${test.durability}\n`,
);
const report = await crashTest(test);
process.stdout.write(describeReport(test, report));
process.exit(report.lost.length + report.unexplained.length === 0 ? 0 : 1);
