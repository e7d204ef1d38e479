import type { AttemptResult } from '../../delivery/ports.ts';
import { isQuestion, readAnswer, type QuestionType } from '../../domain/hub/answers.ts';

const REFUSAL = 'HTTP 400 with {"status":"error","code":"declined","message":"..."}';
const LIKE_DECLINED = /^(?:\w{0,40}[_-])?(?:declined?|denied|rejected?|refused?)$/i;

/** The codes of refusals that the guides document besides `declined`. */
const OTHER_CODES: ReadonlySet<string> = new Set([
  'not_found',
  'banned',
  'invalid_signature',
  'validation_error',
]);

/** What a response means to its event. */
export interface Judgement {
  readonly verdict: AttemptResult['verdict'];
  readonly hint: string | null;
  /** What is wrong with a response of success; absent if its status decides. */
  readonly fault?: string;
}

/**
 * Only `item.add` can be declined, and only with the documented response. Every other response outside 2xx is a
 * failure, including redirects and all of 4xx. The hint is set if the response resembles the documented one, or
 * says something that has no effect. Of `player.verify`, `player.lookup` and `store.get` the body is used, so that it
 * decides too.
 */
export function judge(eventType: string, status: number, body: string): Judgement {
  if (isQuestion(eventType)) return judgeAnswer(eventType, status, body);
  const parsed = parseObject(body);
  const differences = parsed ? differencesFromRefusal(status, parsed) : differencesOfText(status, body);
  if (status >= 200 && status < 300) {
    const isRefusal = differences !== null || parsed?.['status'] === 'error';
    return { verdict: 'delivered', hint: eventType === 'item.add' && isRefusal ? grantedHint(status) : null };
  }
  if (!differences) return { verdict: 'failed', hint: codeHint(eventType, documentedCode(parsed)) };
  if (eventType !== 'item.add') {
    return { verdict: 'failed', hint: `Only item.add can be declined; ${eventType} is retried.` };
  }
  if (differences.length === 0) {
    const hasMessage = typeof parsed?.['message'] === 'string' && parsed['message'] !== '';
    return { verdict: 'declined', hint: hasMessage ? null : MESSAGE_MISSING };
  }
  return {
    verdict: 'failed',
    hint: `This is not the documented refusal, ${REFUSAL}: ${differences.join(' and ')}. The delivery is retried.`,
  };
}

function judgeAnswer(type: QuestionType, status: number, body: string): Judgement {
  const answer = readAnswer(type, status, body);
  if (answer.kind === 'accepted') return { verdict: 'delivered', hint: null };
  if (answer.kind === 'refused') return { verdict: 'declined', hint: null };
  if (answer.faults.length === 0) {
    return { verdict: 'failed', hint: differencesOfText(status, body) ? ANSWERS[type] : null };
  }
  return { verdict: 'failed', hint: ANSWERS[type], fault: answer.faults.join(', ') };
}

const ANSWERS: Readonly<Record<QuestionType, string>> = {
  'player.verify':
    'The hub uses the answer: respond with {"player_id":"...","name":"...","attributes":{...}}, or refuse with 4xx and an error body.',
  'player.lookup':
    'The hub uses the answer: respond with {"status":"ok","data":[{"name":"...","player":{...}}]}, or refuse with {"status":"error","code":"not_found","message":"..."}.',
  'store.get': 'The hub uses the answer: respond with {"items":[{"sku":"..."}]}.',
};

const MESSAGE_MISSING =
  'The refusal counts, but it lacks the required "message", which the platform may insist on: add one.';

function grantedHint(status: number): string {
  return `HTTP ${status} counts as granted, whatever the body says. To decline the items, respond with ${REFUSAL}.`;
}

/** The documented code of an error body that is no refusal; `null` without one. */
function documentedCode(body: AnswerBody | null): string | null {
  const wrapper = body && typeof body['code'] !== 'string' ? wrapperOfCode(body) : undefined;
  const code = (wrapper === undefined ? body : (body?.[wrapper] as AnswerBody))?.['code'];
  return typeof code === 'string' && OTHER_CODES.has(code) ? code : null;
}

/** Whether the body has the documented code for a signature that the game rejected. */
export function saysInvalidSignature(body: string): boolean {
  return documentedCode(parseObject(body)) === 'invalid_signature';
}

/** What to say when the game verifies another player than the one whom the hub asked about. */
export function otherPlayerHint(eventType: string, requestBody: string, responseBody: string): string | null {
  if (eventType !== 'player.verify') return null;
  const data = parseObject(requestBody)?.['event_data'];
  const asked = isObject(data) ? data['player_id'] : undefined;
  const given = parseObject(responseBody)?.['player_id'];
  if (typeof asked !== 'string' || typeof given !== 'string' || given === asked) return null;
  return (
    `The answer has the player_id ${JSON.stringify(given.slice(0, 100))}, but the hub asked about ` +
    `${JSON.stringify(asked.slice(0, 100))} and keeps that id.`
  );
}

function codeHint(eventType: string, code: string | null): string | null {
  if (code === null || eventType !== 'item.add') return null;
  return `The code "${code}" is retried like every failure and refunds nothing: only "declined" refunds.`;
}

type AnswerBody = Readonly<Record<string, unknown>>;

/** How a refusal differs from the documented one; `null` if the response is no refusal of any kind. */
function differencesFromRefusal(status: number, body: AnswerBody): string[] | null {
  const wrapper = typeof body['code'] === 'string' ? undefined : wrapperOfCode(body);
  const refusal = wrapper === undefined ? body : (body[wrapper] as AnswerBody);
  const code = refusal['code'];
  if (typeof code === 'string' && !LIKE_DECLINED.test(code)) return null;
  const elsewhere = typeof code === 'string' ? undefined : refusingField(refusal);
  if (typeof code !== 'string' && elsewhere === undefined) return null;
  return [
    status === 400 ? null : `the HTTP status is ${status}`,
    wrapper === undefined ? null : `the body is wrapped in "${wrapper}"`,
    refusal['status'] === 'error' ? null : '"status":"error" is missing',
    code === 'declined' ? null : codeDifference(code, elsewhere),
  ].filter((difference) => difference !== null);
}

/** A longer text is a page or a log, which may contain any word. */
const LONGEST_REFUSAL = 500;

/** How a refusal that is no JSON object differs from the documented one; `null` if the text refuses nothing. */
function differencesOfText(status: number, body: string): string[] | null {
  const text = body.trim();
  if (text.length > LONGEST_REFUSAL || /<(?:!doctype|html)/i.test(text) || parseObject(text)) return null;
  const words = text.replace(/^["'\s]+|["'.!\s]+$/g, '');
  const refuses = LIKE_DECLINED.test(words) || (status < 500 && /\bdeclined?\b/i.test(text));
  if (!refuses) return null;
  return [...(status === 400 ? [] : [`the HTTP status is ${status}`]), 'the body is not a JSON object'];
}

function codeDifference(code: unknown, elsewhere: string | undefined): string {
  if (typeof code === 'string') return `the code is "${code}"`;
  return `"code":"declined" is missing (the refusal is in "${elsewhere ?? ''}")`;
}

/** The field that refuses in a body without a code: `{"status":"declined"}`, `{"error":"declined"}`, `{"declined":true}`. */
function refusingField(body: AnswerBody): string | undefined {
  return Object.keys(body).find((key) => {
    const value = body[key];
    return typeof value === 'string' ? LIKE_DECLINED.test(value) : value === true && LIKE_DECLINED.test(key);
  });
}

/** FastAPI wraps what a handler raises in "detail", others in "error" or "data". */
function wrapperOfCode(body: AnswerBody): string | undefined {
  return Object.keys(body).find((key) => {
    const value = body[key];
    return isObject(value) && typeof value['code'] === 'string';
  });
}

function parseObject(text: string): AnswerBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is AnswerBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
