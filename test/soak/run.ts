/** `npm run test:soak -- --minutes 10`: memory, disk and descriptors over time, while most webhooks fail. */
import { parseArgs } from 'node:util';
import { describeSample, soakTest } from './soak-test.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'orders-per-second': { type: 'string', default: '50' },
  },
});
const options = { minutes: Number(values.minutes), ordersPerSecond: Number(values['orders-per-second']) };
process.stdout.write(`soak test: ${options.minutes} minutes, ${options.ordersPerSecond} orders a second\n`);
const { growth, crash } = await soakTest(options, (sample) => {
  process.stdout.write(`${describeSample(sample)}\n`);
});
if (crash !== null) process.stdout.write(`the process ended: ${crash}\n`);
process.stdout.write(growth.length === 0 ? 'nothing grew after the first third\n' : `${growth.join('\n')}\n`);
process.exit(crash === null && growth.length === 0 ? 0 : 1);
