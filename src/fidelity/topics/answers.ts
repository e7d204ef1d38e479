import type { Topic } from '../rule.ts';

export const ANSWERS: Topic = {
  name: 'Answers to webhooks, and retries',
  rules: [
    {
      id: 'answers.success',
      standing: 'documented',
      rule: 'A 2xx answer means that the event was processed, whatever the body says. Only of `player.verify`, `player.lookup` and `store.get` the body is used.',
      source: 'Meet Aghanim webhook requirements, "Responses"',
    },
    {
      id: 'answers.declined',
      standing: 'documented',
      rule: '400 with the status `error` and the code `declined` is how a game declines `item.add`. Other codes never refund.',
      source: 'Automatic Payment Refunds, "Purchase Rejection"',
    },
    {
      id: 'answers.refusal-with-2xx',
      standing: 'documented',
      rule: 'A 200 with a refusal in its body counts as granted. The hint of the attempt says so.',
      source: 'Meet Aghanim webhook requirements, "Responses"',
    },
    {
      id: 'answers.message-missing',
      standing: 'our reading',
      rule: 'A refusal without the required `message` still declines and refunds. The hint of the attempt says what is missing.',
    },
    {
      id: 'answers.code-hints',
      standing: 'our reading',
      rule: 'The hint for `not_found`, `banned`, `invalid_signature` and `validation_error` names the code and says that only `declined` refunds. `invalid_signature` gets the diagnosis of the signature, whatever the status.',
    },
    {
      id: 'answers.declined-is-final',
      standing: 'our reading',
      rule: 'A declined `item.add` is not sent again.',
    },
    {
      id: 'answers.failures-are-retried',
      standing: 'our reading',
      rule: 'Everything else is a failure and is retried, except for the events whose answer the hub waits for: any other status, an error of the connection, no answer in time.',
    },
    {
      id: 'answers.redirect-is-failure',
      standing: 'our reading',
      rule: 'A redirect is a failure. It is never followed.',
    },
    {
      id: 'answers.near-miss',
      standing: 'our reading',
      rule: 'An answer that resembles the documented refusal is a failure. The hint of the attempt shows the difference.',
    },
    {
      id: 'answers.other-codes',
      standing: 'our reading',
      rule: 'Codes other than `declined` are retried like every failure.',
    },
    {
      id: 'answers.retry-schedule',
      standing: 'our reading',
      rule: 'The schedule of the platform is not public. Here the delays are 1, 2, 5, 10, 30 and 60 seconds, or another list.',
      setting: '--retry-schedule',
    },
    {
      id: 'answers.attempt-timeout',
      standing: 'our reading',
      rule: 'An attempt may take 10 seconds.',
      setting: '--attempt-timeout',
    },
    {
      id: 'answers.large-bodies',
      standing: 'our reading',
      rule: 'The status decides once the answer is complete or 64 KiB of its body have been read.',
    },
    {
      id: 'answers.retry-after',
      standing: 'our reading',
      rule: 'Retry-After of a 429 or 503 can only lengthen a delay, to at most an hour.',
    },
    {
      id: 'answers.signature-hints',
      standing: 'our reading',
      rule: 'Hints for 401 and 403 name the common mistake that would explain the answer. They change no outcome.',
    },
    {
      id: 'answers.resend',
      standing: 'our reading',
      rule: 'A resend starts the retry schedule anew. While an attempt is under way it is refused with 409.',
    },
  ],
};
