import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { composeSubgraphs } from '@graphql-mesh/fusion-composition';
import { loadOpenAPISubgraph } from '@omnigraph/openapi';
import { pageAnswer } from '../speed/answer.ts';

// Hive Gateway over an OpenAPI source: a REST server that has the same events.

const { extensions } = pageAnswer();

const sameExtensions = {
  onResultProcess({ result, setResult }) {
    setResult({ ...result, extensions });
  },
};

const source = loadOpenAPISubgraph('events', {
  source: new URL('openapi.json', import.meta.url).pathname,
  endpoint: process.env.REST,
});
const quiet = { debug() {}, info() {}, warn() {}, error: console.error, log() {}, child: () => quiet };
const { name, schema$ } = source({ fetch, cwd: import.meta.dirname, logger: quiet });
const { supergraphSdl, errors } = composeSubgraphs([{ name, schema: await schema$ }]);
if (errors) throw new AggregateError(errors);
const gateway = createGatewayRuntime({
  supergraph: supergraphSdl,
  plugins: () => [sameExtensions],
  logging: false,
});
createServer(gateway).listen(0, '127.0.0.1');
