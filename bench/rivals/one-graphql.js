import { createRequire, registerHooks } from 'node:module';
import { dirname, join } from 'node:path';

// Whoever asks for graphql gets the project's copy: a schema made by one copy is refused by another one.
const project = createRequire(new URL('../../package.json', import.meta.url));
const folder = dirname(project.resolve('graphql'));

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'graphql') return next(join(folder, 'index.js'), context);
    return next(specifier.startsWith('graphql/') ? join(folder, '..', specifier) : specifier, context);
  },
});
