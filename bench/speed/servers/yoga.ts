import { createServer } from 'node:http';
import { createYoga, isAsyncIterable, type Plugin } from 'graphql-yoga';
import { schema } from '../../../src/graphql/index.ts';
import { pageAnswer } from '../answer.ts';
import { constantContext } from './constant-context.ts';

// Plain graphql-yoga as its documentation shows it, with the same Pothos schema.

const { extensions } = pageAnswer();
const context = constantContext();

/** So that the answers are the same bytes. */
const sameExtensions: Plugin = {
  onResultProcess({ result, setResult }) {
    if (!Array.isArray(result) && !isAsyncIterable(result)) setResult({ ...result, extensions });
  },
};

const yoga = createYoga({
  schema,
  context: () => ({ ...context }),
  plugins: [sameExtensions],
  logging: false,
});
createServer(yoga).listen(0, '127.0.0.1');
