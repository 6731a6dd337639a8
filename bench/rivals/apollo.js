import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { schema } from '../../src/graphql/index.ts';
import { pageAnswer } from '../speed/answer.ts';
import { constantContext } from '../speed/servers/constant-context.ts';

// Apollo Server with its standalone server, as its documentation begins, with the same schema.

const { extensions } = pageAnswer();
const context = constantContext();

const sameExtensions = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      response.body.singleResult.extensions = extensions;
    },
  }),
};

// Its own way to write JSON is the same with a line break at the end.
const stringifyResult = JSON.stringify;
const server = new ApolloServer({ schema, plugins: [sameExtensions], stringifyResult });
await startStandaloneServer(server, {
  context: async () => ({ ...context }),
  listen: { port: 0, host: '127.0.0.1' },
});
