import { createServer } from 'node:http';
import { processConfig } from '@graphql-mesh/config';
import { createMeshHTTPHandler } from '@graphql-mesh/http';
import { getMesh } from '@graphql-mesh/runtime';
import { InMemoryStoreStorageAdapter, MeshStore } from '@graphql-mesh/store';
import { pageAnswer } from '../speed/answer.ts';

// GraphQL Mesh over an OpenAPI source, configured as `.meshrc.yaml` would be: a REST server that has the same events.

const { extensions } = pageAnswer();

const sameExtensions = {
  onResultProcess({ result, setResult }) {
    setResult({ ...result, extensions });
  },
};

// In production it would read what `mesh build` has written.
const store = new MeshStore('.mesh', new InMemoryStoreStorageAdapter(), { readonly: false, validate: false });
const options = await processConfig(
  {
    sources: [
      { name: 'events', handler: { openapi: { source: './openapi.json', endpoint: process.env.REST } } },
    ],
  },
  { dir: import.meta.dirname, store },
);
const mesh = await getMesh({
  ...options,
  additionalEnvelopPlugins: [...(options.additionalEnvelopPlugins ?? []), sameExtensions],
});
const handler = createMeshHTTPHandler({ baseDir: import.meta.dirname, getBuiltMesh: async () => mesh });
createServer(handler).listen(0, '127.0.0.1');
