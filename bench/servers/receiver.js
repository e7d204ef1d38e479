import { createServer } from 'node:http';

/** GET returns the number of POST requests so far. */
let count = 0;

const server = createServer((req, res) => {
  if (req.method === 'GET') {
    res.end(String(count));
    return;
  }
  req.resume();
  req.on('end', () => {
    count += 1;
    res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 15 });
    res.end('{"status":"ok"}');
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`receiver ready on http://127.0.0.1:${port}\n`);
});
