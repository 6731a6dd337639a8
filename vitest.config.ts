import { defineConfig } from 'vitest/config';

// graphql 16 ships a CommonJS and an ES copy; vite would load both, and graphql refuses to mix them.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

const project = (
  name: string,
  include: string[],
  exclude: string[],
  testTimeout: number,
  isPlain = false,
) => ({
  resolve: { alias },
  // As Node does it: the default import of a CommonJS package is its `module.exports`.
  test: {
    name,
    include,
    exclude,
    testTimeout,
    hookTimeout: testTimeout,
    provide: { isPlain },
    deps: { interopDefault: false },
  },
});

/** Far more than any test takes alone: other work on the machine must not make one fail. */
const patienceMs = 60_000;

export default defineConfig({
  test: {
    projects: [
      project('fast', ['test/**/*.test.ts'], ['test/**/*.deep.test.ts'], patienceMs),
      project('deep', ['test/**/*.deep.test.ts'], [], 600_000),
      // What a gateway answers, once more without what makes it fast: see `execution` in the configuration.
      project(
        'plain',
        ['test/{graphql,journeys,server}/**/*.test.ts'],
        ['test/**/*.deep.test.ts'],
        patienceMs,
        true,
      ),
      project('architecture', ['test/architecture.test.ts'], [], patienceMs),
    ],
  },
});
