/**
 * A made-up specification: other resources, other words and other habits than the published one. Nothing in the
 * emulator knows it.
 */
export function nextYear() {
  return {
    openapi: '3.0.3',
    info: { title: 'Next year', version: '2027.01.01' },
    paths: {
      '/v2/guilds': {
        get: {
          operationId: 'listGuilds',
          summary: 'List guilds',
          parameters: [
            { $ref: '#/components/parameters/Limit' },
            { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0 } },
            { name: 'q', in: 'query', schema: { type: 'string' } },
            { name: 'rank', in: 'query', schema: ref('Rank') },
            { name: 'ids', in: 'query', schema: { type: 'string' } },
            { name: 'sort', in: 'query', schema: { type: 'string', enum: ['name', 'size'] } },
            { name: 'direction', in: 'query', schema: { type: 'string', enum: ['asc', 'desc'] } },
            { name: 'mood', in: 'query', schema: { type: 'string', enum: ['calm', 'wild'] } },
          ],
          responses: { 200: json(ref('GuildPage')) },
        },
        post: {
          operationId: 'createGuild',
          requestBody: { required: true, content: { 'application/json': { schema: ref('GuildNew') } } },
          responses: { 201: json(ref('Guild')) },
        },
        patch: {
          operationId: 'patchGuilds',
          requestBody: { required: true, ...json({ type: 'array', items: ref('GuildPatch') }) },
          responses: { 200: json({ type: 'array', items: ref('Guild') }) },
        },
        delete: {
          operationId: 'deleteGuilds',
          requestBody: { required: true, ...json({ type: 'array', items: { type: 'string' } }) },
          responses: { 204: { description: 'Gone' } },
        },
      },
      '/v2/guilds/{guild_id}': {
        parameters: [{ name: 'guild_id', in: 'path', required: true, schema: { type: 'string' } }],
        get: { operationId: 'readGuild', responses: { 200: json(ref('Guild')) } },
        put: {
          operationId: 'replaceGuild',
          requestBody: { required: true, ...json(ref('GuildNew')) },
          responses: { 200: json(ref('Guild')) },
        },
        patch: {
          operationId: 'changeGuild',
          requestBody: { required: true, ...json(ref('GuildChange')) },
          responses: { 200: json(ref('Guild')) },
        },
        delete: { operationId: 'deleteGuild', responses: { 204: { description: 'Gone' } } },
      },
      '/v2/guilds/{guild_id}/copy': {
        post: { operationId: 'copyGuild', responses: { 201: json(ref('Guild')) } },
      },
      '/v2/guilds/{guild_id}/disband': {
        post: { operationId: 'disbandGuild', responses: { 204: { description: 'Done' } } },
      },
      '/v2/guilds/{guild_id}/banner': {
        get: { operationId: 'readBanner', responses: { 200: json(ref('Banner')) } },
        put: {
          operationId: 'putBanner',
          requestBody: { required: true, ...json(ref('Banner')) },
          responses: { 200: json(ref('Banner')) },
        },
      },
      '/v2/guilds/{guild_id}/quests': {
        get: {
          operationId: 'listQuests',
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer' } },
            { name: 'starting_after', in: 'query', schema: { type: 'string' } },
          ],
          responses: { 200: json({ type: 'array', items: ref('Quest') }) },
        },
        post: {
          operationId: 'createQuest',
          requestBody: { required: true, ...json(ref('QuestNew')) },
          responses: { 200: json(ref('Quest')) },
        },
      },
      '/v2/guilds/{guild_id}/quests/{quest_id}': {
        parameters: [{ name: 'quest_id', in: 'path', required: true, schema: { type: 'integer' } }],
        get: { operationId: 'readQuest', responses: { 200: json(ref('Quest')) } },
        delete: { operationId: 'deleteQuest', responses: { 204: { description: 'Gone' } } },
      },
      '/v2/guilds/{guild_id}/ranking': {
        get: { operationId: 'listRanks', responses: { 200: json({ type: 'array', items: ref('Place') }) } },
      },
      '/v2/guilds/{guild_id}/ranking/{player}': {
        put: {
          operationId: 'putRank',
          requestBody: { required: true, ...json(ref('PlaceNew')) },
          responses: { 200: json({}) },
        },
      },
      '/v2/guilds/of/{code}': {
        get: { operationId: 'readGuildOfVoucher', responses: { 200: json(ref('Guild')) } },
      },
      '/v2/guilds/{guild_id}/translate': {
        post: {
          operationId: 'translateGuild',
          requestBody: { required: true, ...json(ref('GuildTexts')) },
          responses: { 200: json(ref('Guild')) },
        },
      },
      '/v2/vouchers/batch': {
        post: {
          operationId: 'createVouchers',
          requestBody: {
            required: true,
            ...json({
              type: 'object',
              properties: { all: { type: 'array', items: ref('Voucher') } },
              required: ['all'],
            }),
          },
          responses: { 204: { description: 'Done' } },
        },
      },
      '/v2/vouchers': {
        put: {
          operationId: 'putVouchers',
          requestBody: { required: true, ...json({ type: 'array', items: ref('Voucher') }) },
          responses: { 200: json({ type: 'array', items: ref('Voucher') }) },
        },
        get: {
          operationId: 'listVouchers',
          responses: { 200: json({ type: 'array', items: ref('Voucher') }) },
        },
        post: {
          operationId: 'createVoucher',
          requestBody: { required: true, ...json(ref('Voucher')) },
          responses: { 201: json(ref('Voucher')) },
        },
      },
      '/v2/vouchers/{code}': {
        get: { operationId: 'readVoucher', responses: { 200: json(ref('Voucher')) } },
        delete: { operationId: 'deleteVoucher', responses: { 204: { description: 'Gone' } } },
      },
      '/v2/preferences': {
        get: { operationId: 'readPreferences', responses: { 200: json(ref('Preferences')) } },
        put: {
          operationId: 'putPreferences',
          requestBody: { required: true, ...json(ref('Preferences')) },
          responses: { 200: json(ref('Preferences')) },
        },
      },
      '/v2/weather': {
        get: { operationId: 'readWeather', responses: { 200: json({ type: 'object', properties: {} }) } },
      },
    },
    components: {
      parameters: {
        Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50 } },
      },
      schemas: {
        Rank: { type: 'string', enum: ['bronze', 'gold'] },
        GuildChange: {
          type: 'object',
          properties: {
            name: { type: 'string', minLength: 2, maxLength: 20 },
            key: { type: 'string', pattern: '^[a-z-]+$', nullable: true },
            rank: { allOf: [ref('Rank')], default: 'bronze' },
            size: { type: 'integer', minimum: 0, exclusiveMinimum: true },
            reward: {
              oneOf: [ref('Gold'), ref('Gem')],
              discriminator: {
                propertyName: 'kind',
                mapping: { gold: '#/components/schemas/Gold', gem: '#/components/schemas/Gem' },
              },
            },
            parent: ref('GuildRef'),
          },
        },
        GuildNew: { allOf: [ref('GuildChange'), { type: 'object', required: ['name'] }] },
        GuildPatch: {
          allOf: [ref('GuildChange'), { properties: { id: { type: 'string' } }, required: ['id'] }],
        },
        Guild: {
          allOf: [
            ref('GuildNew'),
            {
              type: 'object',
              properties: {
                id: { type: 'string', example: 'gld_4fGh67Kl09' },
                created_at: { type: 'string', format: 'date-time' },
                member_count: { type: 'integer' },
                owner: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
              },
              required: ['id', 'created_at', 'member_count', 'owner', 'rank'],
            },
          ],
        },
        GuildRef: { type: 'object', properties: { name: { type: 'string' }, parent: ref('GuildRef') } },
        GuildPage: {
          type: 'object',
          properties: {
            items: { type: 'array', items: ref('Guild') },
            total: { type: 'integer' },
            has_more: { type: 'boolean' },
          },
          required: ['items', 'total', 'has_more'],
        },
        Gold: {
          type: 'object',
          properties: {
            kind: { type: 'string', enum: ['gold'], default: 'gold' },
            amount: { type: 'integer' },
          },
          required: ['amount'],
        },
        Gem: { type: 'object', properties: { kind: { type: 'string' }, colour: { type: 'string' } } },
        Banner: {
          type: 'object',
          properties: { colour: { type: 'string', default: 'red' }, motto: { type: 'string' } },
          required: ['motto'],
        },
        QuestNew: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
        PlaceNew: {
          type: 'object',
          properties: { score: { type: 'integer' }, player: { type: 'string' } },
          required: ['score'],
        },
        Place: {
          type: 'object',
          properties: { score: { type: 'integer' }, player: { type: 'string' } },
          required: ['score', 'player'],
        },
        GuildTexts: {
          type: 'object',
          properties: {
            name: { type: 'object', properties: { en: { type: 'string' }, 'pt-BR': { type: 'string' } } },
          },
        },
        Quest: {
          type: 'object',
          properties: {
            quest_id: { type: 'integer' },
            guild_id: { type: 'string' },
            title: { type: 'string' },
          },
          required: ['quest_id', 'guild_id', 'title'],
        },
        Voucher: {
          type: 'object',
          properties: {
            code: { type: 'string' },
            worth: { type: 'number', maximum: 100 },
            guild_id: { type: 'string' },
          },
          required: ['code', 'worth'],
          additionalProperties: false,
        },
        Preferences: {
          type: 'object',
          properties: { theme: { type: 'string', enum: ['dark', 'light'] }, beta: { type: 'boolean' } },
          required: ['theme', 'beta'],
        },
      },
    },
  };
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function json(schema: object) {
  return { description: 'Done', content: { 'application/json': { schema } } };
}
