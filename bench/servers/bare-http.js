import { createServer } from 'node:http';

const orders = new Map();
let count = 0;

/**
 * @param {import('node:http').ServerResponse} res
 * @param {number} status
 * @param {unknown} body
 */
function answer(res, status, body) {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  res.end(bytes);
}

const server = createServer((req, res) => {
  if (req.method === 'GET') {
    const { url = '' } = req;
    answer(res, 200, orders.get(url.slice(url.lastIndexOf('/') + 1)));
    return;
  }
  /** @type {Buffer[]} */
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    count += 1;
    const id = `ord_${count}`;
    const order = {
      id,
      status: 'created',
      created_at: Date.now(),
      ...JSON.parse(Buffer.concat(chunks).toString()),
    };
    orders.set(id, order);
    answer(res, 201, { order_id: id, checkout_url: `http://localhost/order/${id}` });
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`bare-http ready on http://127.0.0.1:${port}\n`);
});
