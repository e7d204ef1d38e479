export type Json = Readonly<Record<string, unknown>>;

const HEADERS = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };

/** One request to the emulator: GET without a body, else POST. */
export async function call(
  url: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Json }> {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url + path, { headers: HEADERS, ...init });
  return { status: answer.status, body: (await answer.json()) as Json };
}
