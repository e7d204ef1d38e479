import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/domain/model/event.ts';
import { TRANSITIONS } from '../../src/domain/orders/states.ts';
import { EVENT_FLOWS, eventFlows } from '../../src/domain/webhooks/event-flows.ts';
import { ROOT, getPage } from '../dashboard/forms.ts';
import { createFixture } from '../support/fixture.ts';

const HOOK = { url: 'http://localhost:9/hook', method: 'POST' };

describe('the table of event flows', () => {
  it('lists all 47 subscribable types, with a flow for each that a transition publishes', () => {
    expect(eventFlows().map(({ type }) => type)).toEqual(EVENT_TYPES);
    expect(EVENT_TYPES).toHaveLength(47);
    const published = Object.values(TRANSITIONS).flatMap(({ events }) => events);
    for (const type of published) expect(EVENT_FLOWS[type], type).not.toBeNull();
  });

  it('stands on the fidelity page', async () => {
    const { text } = await getPage(createFixture(), `${ROOT}/fidelity`).expect(200);
    for (const { type } of eventFlows()) expect(text).toContain(`<dt><code>${type}</code></dt>`);
  });
});

describe('a subscription to event types that are sent only as tests', () => {
  it('is accepted with a warning in the log and on the page [webhooks.silent-events]', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const fixture = createFixture({ log });
    const events = ['item.add', 'batch.ready', 'campaign.custom'];
    const answer = await fixture
      .s2s()
      .post('/s2s/v1/webhooks')
      .send({ ...HOOK, events })
      .expect(201);
    const { id } = answer.body as { id: string };
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { webhookId: id, eventTypes: ['batch.ready', 'campaign.custom'] },
    ]);
    const { text } = await getPage(fixture, `${ROOT}/webhooks/${id}`).expect(200);
    expect(text).toContain('data-testid="silent-types"');
    expect(text).toContain('<code>batch.ready</code>, <code>campaign.custom</code>');
  });

  it('gets no warning without such types [webhooks.silent-events]', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const fixture = createFixture({ log });
    const sent = { ...HOOK, events: ['item.add', 'order.*'] };
    const { body } = await fixture.s2s().post('/s2s/v1/webhooks').send(sent).expect(201);
    const { text } = await getPage(fixture, `${ROOT}/webhooks/${(body as { id: string }).id}`).expect(200);
    expect(lines).toEqual([]);
    expect(text).not.toContain('silent-types');
  });
});

describe('batch mode', () => {
  it('is refused when a webhook is created or changed [webhooks.batch-mode]', async () => {
    const fixture = createFixture();
    const create = { ...HOOK, events: ['order.created'], batch_mode: true };
    const refused = await fixture.s2s().post('/s2s/v1/webhooks').send(create).expect(422);
    expect(refused.body).toMatchObject({ detail: [{ loc: ['body', 'batch_mode'] }] });
    const { body } = await fixture
      .s2s()
      .post('/s2s/v1/webhooks')
      .send({ ...create, batch_mode: false })
      .expect(201);
    const path = `/s2s/v1/webhooks/${(body as { id: string }).id}`;
    await fixture.s2s().put(path).send({ batch_mode: true }).expect(422);
    await fixture.s2s().put(path).send({ batch_mode: false }).expect(200);
  });
});
