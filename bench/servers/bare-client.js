import { parseArgs } from 'node:util';
import { Pool } from 'undici';

/** Sends `--count` webhook requests with undici.request and prints how many it sent per second. */
const { values } = parseArgs({
  options: { url: { type: 'string' }, count: { type: 'string' }, connections: { type: 'string' } },
});
const pool = new Pool(values.url ?? '', { connections: Number(values.connections) });
const body = JSON.stringify({ event_type: 'order.created', event_data: 'x'.repeat(1500) });
let left = Number(values.count);

async function work() {
  while (left-- > 0) {
    const response = await pool.request({ method: 'POST', path: '/hook', body });
    await response.body.text();
  }
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(values.connections) }, work));
process.stdout.write(`${Number(values.count) / ((performance.now() - startedAt) / 1000)}\n`);
await pool.close();
