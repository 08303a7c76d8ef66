const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer', minimum: 0 } as const;

const error = (description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
});
const json = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
const object = (
  properties: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const listOf = (items: object) => ({ type: 'array', items });

/** The HTTP API as an OpenAPI 3.1 document, served at `server`. */
export function describeApi(server: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Herald',
      version: '1',
      description: 'Answers questions about announcements by quoting them, word for word.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: server }],
    paths: {
      '/api/ask': {
        get: {
          operationId: 'ask',
          summary: 'The answer to a question',
          parameters: [
            {
              name: 'q',
              in: 'query',
              required: true,
              description: 'The question; 2,000 UTF-16 code units of it are read.',
              schema: TEXT,
            },
            {
              name: 'announcement',
              in: 'query',
              description: 'Id of the one announcement to ask; all by default.',
              schema: TEXT,
            },
            {
              name: 'locale',
              in: 'query',
              description: 'BCP 47 tag for Herald’s own words; by default as Accept-Language says.',
              schema: TEXT,
            },
          ],
          responses: {
            200: json('The answer.', { $ref: '#/components/schemas/Answer' }),
            400: error('No question was sent.'),
            404: error('There is no such announcement.'),
            429: error('Too many requests in this minute.'),
          },
        },
      },
      '/api/announcements': {
        get: {
          operationId: 'listAnnouncements',
          summary: 'What can be asked',
          responses: {
            200: json('The announcements.', listOf({ $ref: '#/components/schemas/Announcement' })),
          },
        },
      },
      '/healthz': {
        get: {
          operationId: 'isAlive',
          summary: 'Whether the process answers',
          responses: { 200: json('It does.', object({ ok: { type: 'boolean' } })) },
        },
      },
      '/readyz': {
        get: {
          operationId: 'isReady',
          summary: 'Whether questions can be answered',
          responses: {
            200: json('They can.', { $ref: '#/components/schemas/Readiness' }),
            503: json('They cannot.', { $ref: '#/components/schemas/Readiness' }),
          },
        },
      },
      '/metrics': {
        get: {
          operationId: 'readMetrics',
          summary: 'Counters in the text format of Prometheus, for operators',
          security: [{ operator: [] }],
          responses: {
            200: { description: 'The counters.', content: { 'text/plain': { schema: TEXT } } },
            401: error('Not an operator.'),
          },
        },
      },
    },
    components: {
      securitySchemes: { operator: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Error: object({ error: TEXT, fix: TEXT }),
        Readiness: object({
          ok: { type: 'boolean' },
          announcements: COUNT,
          store: { type: 'boolean' },
        }),
        Announcement: object(
          { id: TEXT, title: TEXT, source: TEXT, url: TEXT, published: TEXT, revision: TEXT },
          ['source', 'url', 'published'],
        ),
        Answer: object(
          {
            id: { ...TEXT, description: 'Names question and revision.' },
            question: TEXT,
            outcome: {
              enum: ['answer', 'closest', 'not-covered', 'small-talk', 'empty', 'limited'],
            },
            lead: { ...TEXT, description: 'Herald’s own words before the excerpts.' },
            excerpts: listOf({ $ref: '#/components/schemas/Excerpt' }),
            statement: {
              ...object({ text: TEXT, approver: TEXT, date: TEXT }),
              description: 'What somebody entitled to says where the announcement does not.',
            },
            further: { ...COUNT, description: 'How many further excerpts there are.' },
            missing: { ...listOf(TEXT), description: 'Words that the announcement lacks.' },
            contact: { ...TEXT, description: 'Web address of a person to ask instead.' },
            suggestions: { ...listOf(TEXT), description: 'Questions that are answered.' },
          },
          ['statement', 'contact'],
        ),
        Excerpt: object(
          {
            announcement: TEXT,
            title: TEXT,
            revision: TEXT,
            source: TEXT,
            url: TEXT,
            language: TEXT,
            passage: { type: 'integer', minimum: 1 },
            section: TEXT,
            text: { ...TEXT, description: 'Verbatim: the file’s text from start to end.' },
            start: { ...COUNT, description: 'UTF-16 code units into the announcement’s file.' },
            end: COUNT,
            highlights: {
              ...listOf({ type: 'array', prefixItems: [COUNT, COUNT], minItems: 2, maxItems: 2 }),
              description: 'Half-open ranges of text that answer.',
            },
            score: { type: 'number', minimum: 0, maximum: 1 },
            cut: object({ before: { type: 'boolean' }, after: { type: 'boolean' } }),
          },
          ['source', 'url'],
        ),
      },
    },
  };
}
