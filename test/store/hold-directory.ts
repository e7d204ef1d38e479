import { openStore } from '../../src/store/durable-store.ts';
import { DirectoryInUse } from '../../src/store/errors.ts';

// Opens the store of the directory in its first argument, prints the outcome, and runs until its standard input ends.
const [directory = ''] = process.argv.slice(2);
const silent = { warn: () => undefined, error: () => undefined };
try {
  await openStore({ directory, log: silent });
  process.stdout.write('open\n');
  process.stdin.resume().on('end', () => process.exit());
} catch (error) {
  process.stdout.write(error instanceof DirectoryInUse ? `in use by ${error.pid ?? '?'}\n` : String(error));
}
