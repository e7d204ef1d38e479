import express from 'express';

const orders = new Map();
let count = 0;

const app = express();
app.use(express.json());

app.post('/s2s/v1/orders', (req, res) => {
  count += 1;
  const id = `ord_${count}`;
  orders.set(id, { id, status: 'created', created_at: Date.now(), ...req.body });
  res.status(201).json({ order_id: id, checkout_url: `http://localhost/order/${id}` });
});

app.get('/s2s/v1/orders/:id', (req, res) => {
  res.json(orders.get(req.params.id));
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`naive-express ready on http://127.0.0.1:${port}\n`);
});
