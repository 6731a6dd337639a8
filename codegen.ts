import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

// The only bridge from src/graphql to schema/. `--check` writes nothing and fails where the print differs.
// The environment is emptied first: what is published must not depend on whose machine prints it.
for (const name of Object.keys(process.env)) delete process.env[name];
const { printSchema } = await import('graphql');
const { schema } = await import('./src/graphql/index.ts');

const file = new URL('./schema/schema.graphql', import.meta.url);
const note = '# Printed from src/graphql by `npm run schema`. Do not edit.\n\n';
const printed = `${note}${printSchema(schema)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== printed) {
    console.error(
      'schema/schema.graphql is not what src/graphql prints. Run `npm run schema` and commit the result.',
    );
    process.exit(1);
  }
  console.log('schema/schema.graphql is up to date.');
} else {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, printed);
  console.log('schema/schema.graphql is written.');
}
