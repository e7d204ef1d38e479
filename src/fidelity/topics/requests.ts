import type { Topic } from '../rule.ts';

export const REQUESTS: Topic = {
  name: 'Requests and errors',
  rules: [
    {
      id: 'requests.environments',
      standing: 'documented',
      rule: 'The sandbox and the live game have keys and data of their own; `sandbox` in a webhook body says which of the two sent it.',
      source: 'Checkout for web games, "Set up environment"; Webhook Overview, "Schema"',
    },
    {
      id: 'requests.authentication',
      standing: 'specification',
      rule: 'The key is sent as a Bearer token, or as the Basic user name with an empty password. Without a valid key the answer is 401.',
      source: 'Authentication',
    },
    {
      id: 'requests.error-format',
      standing: 'specification',
      rule: 'An error is `{"detail": text}`. A 422 has a list of `loc`, `msg` and `type` instead, with every fault of the request.',
      source: 'Error Codes',
    },
    {
      id: 'requests.rate-limit',
      standing: 'specification',
      rule: 'A game that makes more than 1,000 requests a minute gets 429. The emulator limits the rate only when the setting is given.',
      source: 'Rate Limits',
      setting: '--rate-limit',
    },
    {
      id: 'requests.unset-fields-are-absent',
      standing: 'specification',
      rule: 'A field that is not set is left out of an answer. It is null only where the specification calls it nullable.',
    },
    {
      id: 'requests.page-defaults',
      standing: 'specification',
      rule: '`limit` and `offset` have the default of each operation. The specification gives no bounds for them.',
      source: 'Pagination',
    },
    {
      id: 'requests.malformed-json',
      standing: 'our reading',
      rule: 'Malformed JSON is 422 with the offset of the mistake in characters and the type `json_invalid`, as FastAPI answers.',
    },
    {
      id: 'requests.validation-messages',
      standing: 'our reading',
      rule: 'Messages and types of a 422 are those of FastAPI with pydantic 2; `loc` has a step for the branch of a union.',
    },
    {
      id: 'requests.no-type-conversion',
      standing: 'our reading',
      rule: 'A value of another JSON type than the published one is refused, also where pydantic would convert it ("5" for 5).',
    },
    {
      id: 'requests.query-parameters',
      standing: 'our reading',
      rule: 'Query parameters are read as pydantic reads them: `yes` is a boolean and `+5` an integer. The last of several counts.',
    },
    {
      id: 'requests.schema-errors-first',
      standing: 'our reading',
      rule: 'Faults against the schema are reported first. Faults that only the stored data shows are reported once there are no others.',
    },
    {
      id: 'requests.content-type',
      standing: 'our reading',
      rule: 'A body of another content type than JSON is 422. A body without a content type is read as JSON.',
    },
    {
      id: 'requests.size-limits',
      standing: 'our reading',
      rule: 'A body has at most 50,000 values, a list 10,000 items, an object 1,000 fields, a field name 256 and a text 100,000 characters; more is 422. A 422 lists at most 100 mistakes and says how many more there are.',
    },
    {
      id: 'requests.times',
      standing: 'our reading',
      rule: 'A time in a request is that of a date (0 to 8640000000000 in Unix seconds), else it is 422.',
    },
    {
      id: 'requests.host-names',
      standing: 'our reading',
      rule: 'A request by a host name that a web page could own, and a call of the S2S API from a web page, is 403 in the form of the API that was called. The platforms have no such answer: it protects the emulator against DNS rebinding.',
      setting: '--allowed-hosts, --public-url, --allowed-origins',
    },
    {
      id: 'requests.body-limits',
      standing: 'our reading',
      rule: 'A body of more than 1 MiB is 413, a compressed one 415, and one that is not UTF-8 or nests deeper than 500 levels 400.',
    },
    {
      id: 'requests.odd-text',
      standing: 'our reading',
      rule: 'Half a surrogate pair or a NUL in a text is 422. NaN and Infinity are not JSON. A byte order mark is skipped.',
    },
    {
      id: 'requests.large-integers',
      standing: 'our reading',
      rule: 'An integer beyond 2^53 - 1 is 422 with `int_parsing_size`, except where a published bound is higher.',
    },
    {
      id: 'requests.duplicate-keys',
      standing: 'our reading',
      rule: 'The last of several equal keys in an object counts. A key named `__proto__` is dropped.',
    },
    {
      id: 'requests.unknown-fields',
      standing: 'our reading',
      rule: 'Unknown request fields are accepted and ignored. The API log lists them, and published fields that have no effect here (`store_key`, `redirect_path`, and `selected_plan_key` of what is no subscription).',
    },
    {
      id: 'requests.not-served',
      standing: 'our reading',
      rule: 'A published operation that is not served is 501. An unknown path is 404 and names the nearest published path.',
    },
    {
      id: 'requests.other-methods',
      standing: 'our reading',
      rule: 'Another method on a published path is 405 with `Allow`.',
    },
    {
      id: 'requests.trailing-slash',
      standing: 'our reading',
      rule: 'A slash at the end of a path makes no difference.',
    },
    {
      id: 'requests.duplicates',
      standing: 'our reading',
      rule: 'A SKU, coupon code or locale that the game already has is 409.',
    },
    {
      id: 'requests.negative-pages',
      standing: 'our reading',
      rule: 'A negative `limit` or `offset` counts as zero.',
    },
  ],
};
