import { describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

/** The form as the page shows it, with some fields filled in otherwise. */
function fieldsOf(fixture: Fixture, changes: Record<string, string>): Record<string, string> {
  const states = fixture.app.settings.all().filter(({ isFixed }) => !isFixed);
  return { ...Object.fromEntries(states.map(({ name, value }) => [name, value ?? ''])), ...changes };
}

describe('the form of the settings of the process', () => {
  it('changes what was filled in otherwise, and says how to make it permanent', async () => {
    const fixture = createFixture();
    await submit(
      fixture,
      '/settings/process',
      fieldsOf(fixture, { keep_orders: '500', tester_drawer: 'off' }),
    )
      .expect(303)
      .expect('Location', `${ROOT}/settings?done=process-settings-saved`);
    expect(fixture.app.settings.live).toMatchObject({
      keepOrders: 500,
      testerDrawer: false,
      keepEvents: 10_000,
    });
    const { text } = await getPage(fixture, `${ROOT}/settings`).expect(200);
    expect(text).toContain('--keep-orders=500 --tester-drawer=off');
    expect(text.match(/changed here/g)).toHaveLength(2);
    await submit(fixture, '/settings/process', fieldsOf(fixture, { keep_orders: '' })).expect(303);
    expect(fixture.app.settings.live.keepOrders).toBe(100_000);
    await submit(fixture, '/settings/process/reset').expect(303);
    expect(fixture.app.settings.all().some(({ source }) => source === 'changed')).toBe(false);
  });

  it('says at the field what is wrong, keeps what was filled in and changes nothing', async () => {
    const fixture = createFixture();
    const fields = fieldsOf(fixture, { rate_limit: '<often>', tax: '5' });
    const { text } = await submit(fixture, '/settings/process', fields).expect(422);
    expect(text).toContain('id="rate_limit-error"');
    expect(text).toContain('value="&lt;often&gt;"');
    expect(fixture.app.settings.live.taxPercent).toBe(0);
  });

  it('lists the settings that need a restart, without secrets', async () => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `${ROOT}/settings`).expect(200);
    expect(text).toContain('Fixed while it runs');
    for (const flag of ['--port', '--data-dir', '--durability', '--password']) expect(text).toContain(flag);
  });

  it('is refused to pages of other origins', async () => {
    const fixture = createFixture();
    const fields = fieldsOf(fixture, { tax: '5' });
    await submit(fixture, '/settings/process', fields).set('Origin', 'https://evil.example').expect(403);
    await submit(fixture, '/settings/process/reset').set('Sec-Fetch-Site', 'cross-site').expect(403);
    await submit(fixture, '/settings/process', fields).set('Host', 'evil.example').expect(403);
    expect(fixture.app.settings.live.taxPercent).toBe(0);
  });
});
