import request from 'supertest';
import type { Fixture } from '../support/fixture.ts';

export const ROOT = '/dashboard/sandbox';

/** A page of the dashboard as a browser asks for it. */
export function getPage(fixture: Fixture, path: string) {
  return request(fixture.listener).get(path).set('Accept', 'text/html');
}

/** A submitted form of the sandbox's dashboard. */
export function submit(
  fixture: Fixture,
  path: string,
  fields: Readonly<Record<string, string | string[]>> = {},
) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, one);
  return request(fixture.listener)
    .post(`${ROOT}${path}`)
    .set('Accept', 'text/html')
    .type('form')
    .send(body.toString());
}
