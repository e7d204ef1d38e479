import type { Topic } from '../rule.ts';

export const GENERIC: Topic = {
  name: 'Generic operations',
  rules: [
    {
      id: 'generic.meaning',
      standing: 'our reading',
      rule: 'An operation without rules of its own is understood by its path, its method and the schemas of the given specification: it creates, lists, reads, changes, deletes, copies or translates records of its game. It sends no events, and nothing follows from its records: campaigns, for example, never run.',
      setting: '--spec',
    },
    {
      id: 'generic.no-meaning',
      standing: 'our reading',
      rule: 'Where the specification does not say what an operation changes or what its answer is made of, it is 501 with the reason.',
      setting: '--spec',
    },
    {
      id: 'generic.made-values',
      standing: 'our reading',
      rule: 'A required field of an answer that no request has set is filled by its schema: ids, times and defaults, else the first choice, 0, `false` or the shortest text that is allowed.',
      setting: '--spec',
    },
    {
      id: 'generic.put',
      standing: 'our reading',
      rule: 'PUT replaces a record when its body has the schema that creates one. Every other body changes the fields that it gives.',
      setting: '--spec',
    },
    {
      id: 'generic.unique',
      standing: 'our reading',
      rule: 'A `key`, `slug`, `code` or `sku`, and every field that the specification marks as `unique`, belongs to one record of its game. A second record with it is 409.',
      setting: '--spec',
    },
    {
      id: 'generic.delete',
      standing: 'our reading',
      rule: 'Deleting a record deletes the records below it. Bulk operations change all records or none (404, 409).',
      setting: '--spec',
    },
    {
      id: 'generic.filters',
      standing: 'our reading',
      rule: 'A list is filtered by parameters that are named like a field or its plural, and searched by `q` and `search_string`. A parameter that the emulator cannot use is validated, and the request log names it.',
      setting: '--spec',
    },
  ],
};
