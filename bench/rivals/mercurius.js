import fastify from 'fastify';
import { isScalarType } from 'graphql';
import { mercurius } from 'mercurius';
import { schema } from '../../src/graphql/index.ts';
import { pageAnswer } from '../speed/answer.ts';
import { constantContext } from '../speed/servers/constant-context.ts';

// Mercurius with its JIT, with the same schema. LEAN: scalars hand their values on as they are, unchecked.

const { extensions } = pageAnswer();
const context = constantContext();
const isLean = process.env.LEAN === 'yes';

if (isLean) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type)) type.serialize = (value) => value;
  }
}

const app = fastify();
app.register(mercurius, {
  schema,
  jit: 1,
  context: () => ({ ...context }),
  ...(isLean ? { compilerOptions: { disableLeafSerialization: true } } : {}),
});
await app.ready();
app.graphql.addHook('onResolution', async (execution) => {
  execution.extensions = extensions;
});
await app.listen({ port: 0, host: '127.0.0.1' });
