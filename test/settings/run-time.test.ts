import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { parseSettings, givenAs } from '../../src/settings/command-line.ts';
import { DEFINITIONS, type Definition } from '../../src/settings/definitions.ts';
import { RunTimeSettings } from '../../src/settings/run-time.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

function patch(fixture: Fixture, body: object) {
  return request(fixture.listener).patch('/_emulator/process-settings').send(body);
}

describe('the settings of a process', () => {
  it('say where their values come from', () => {
    const flags = new Map([['keep-orders', '50']]);
    const env = { AGHANIM_TAX: '19' };
    const settings = new RunTimeSettings(parseSettings(['--keep-orders', '50'], env), givenAs(flags, env));
    settings.change({ rate_limit: 5 });
    const sources = new Map(settings.all().map(({ name, source }) => [name, source]));
    expect([...sources].filter(([, source]) => source !== 'default')).toEqual([
      ['rate_limit', 'changed'],
      ['keep_orders', 'flag'],
      ['tax', 'environment'],
    ]);
  });

  it('have texts that a start accepts and reads as the same values', () => {
    const settings = parseSettings(
      ['--retry-schedule', '1,2.5', '--attempt-timeout', '0.25', '--order-ttl', '0.1'],
      {},
    );
    for (const [key, definition] of Object.entries<Definition>(DEFINITIONS)) {
      const value = settings[key as keyof Settings];
      const text = definition.kind.format(value);
      if (text === '') expect([null, []], key).toContainEqual(value);
      else expect(definition.kind.check(definition.kind.decode(text)), key).toEqual(value);
    }
  });

  it('go back to the start with null, and have no value with "none"', () => {
    const settings = new RunTimeSettings(parseSettings(['--loopback-host', 'host.docker.internal'], {}));
    const state = () => settings.all().find(({ name }) => name === 'loopback_host');
    settings.change({ loopback_host: 'none' });
    expect(settings.live.loopbackHost).toBeNull();
    expect(state()).toMatchObject({ value: '', started: 'host.docker.internal', source: 'changed' });
    settings.change({ loopback_host: null });
    expect(settings.live.loopbackHost).toBe('host.docker.internal');
    expect(state()?.source).toBe('default');
  });

  it('hide secrets', () => {
    const settings = new RunTimeSettings(parseSettings(['--password', 'hunter2'], {}));
    expect(JSON.stringify(settings.all())).not.toContain('hunter2');
    expect(settings.all().find(({ name }) => name === 'password')?.value).toBeNull();
  });

  it.each<[object, string, RegExp]>([
    [
      { keep_orders: 0 },
      'body.keep_orders',
      /--keep-orders must be a whole number from 1 to 10000000, not "0"/,
    ],
    [{ keep_orders: 'many', tax: 101 }, 'body.keep_orders', /--keep-orders must be/],
    [{ retry_schedule: 'often' }, 'body.retry_schedule', /--retry-schedule must be fast, realistic/],
    [{ tester_drawer: 'maybe' }, 'body.tester_drawer', /--tester-drawer must be on or off/],
    [{ port: 80 }, 'body.port', /Extra inputs/],
    [{ constructor: 1 }, 'body.constructor', /Extra inputs/],
    [{ webhook_targets: 'all', rate_limit: 5 }, 'body.webhook_targets', /one of loopback, private, any/],
    [
      { midaspay_webhook: 'http://x', strict_https: true },
      'body',
      /must be an https:\/\/ URL while --strict-https/,
    ],
    [{ log_level: { a: 1 } }, 'body.log_level', /./],
  ])('refuse %j as a start does, all of it', async (body, loc, message) => {
    const fixture = createFixture();
    const before = fixture.app.settings.all();
    const answer = await patch(fixture, body).expect(422);
    const { detail } = answer.body as { detail: readonly { loc: string[]; msg: string }[] };
    expect(detail[0]?.loc.slice(0, loc.split('.').length).join('.')).toBe(loc);
    expect(detail[0]?.msg).toMatch(message);
    expect(fixture.app.settings.all()).toEqual(before);
  });

  it('are refused to pages of other origins', async () => {
    const fixture = createFixture();
    await patch(fixture, { tax: 5 }).set('Origin', 'https://evil.example').expect(403);
    await patch(fixture, { tax: 5 }).set('Sec-Fetch-Site', 'cross-site').expect(403);
    await patch(fixture, { tax: 5 }).set('Host', 'evil.example').expect(403);
    expect(fixture.app.settings.live.taxPercent).toBe(0);
  });

  it('that are fixed say so where a caller names them past the description', () => {
    const settings = new RunTimeSettings(parseSettings([], {}));
    expect(() => {
      settings.change({ port: 80 });
    }).toThrow('--port is fixed while the emulator runs: restart it.');
    expect(() => {
      settings.change({ toString: 1 });
    }).toThrow('There is no setting "toString"');
  });
});
