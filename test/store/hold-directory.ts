import { createInterface } from 'node:readline';
import { openStore } from '../../src/store/durable-store.ts';
import { DirectoryInUse, reasonOf } from '../../src/store/errors.ts';
import { game } from './records.ts';

// Opens the store of the directory in its first argument, prints the outcome, and runs until its standard input ends.
// Puts a game for each line of the input, which is its id, and prints "written" or the error.
const [directory = ''] = process.argv.slice(2);
const silent = { warn: () => undefined, error: () => undefined };
try {
  const store = await openStore({ directory, log: silent });
  process.stdout.write('open\n');
  const lines = createInterface(process.stdin);
  const put = async (id: string): Promise<void> => {
    try {
      store.transact(({ games }) => {
        games.put(game(id));
      });
      await store.durable();
      process.stdout.write('written\n');
    } catch (error) {
      process.stdout.write(`${reasonOf(error)}\n`);
    }
  };
  lines.on('line', (id) => void put(id));
  lines.on('close', () => process.exit());
} catch (error) {
  process.stdout.write(error instanceof DirectoryInUse ? `in use by ${error.pid ?? '?'}\n` : String(error));
}
