import request from 'supertest';
import type { House } from '../support/house.ts';

export const ROOT = '/dashboard/sandbox';

/** A page of the dashboard as a browser asks for it. */
export function visit(house: House, path: string) {
  return request(house.app).get(path).set('Accept', 'text/html');
}

/** A submitted form of the sandbox's dashboard. */
export function submit(house: House, path: string, fields: Readonly<Record<string, string | string[]>> = {}) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, one);
  return request(house.app)
    .post(`${ROOT}${path}`)
    .set('Accept', 'text/html')
    .type('form')
    .send(body.toString());
}
