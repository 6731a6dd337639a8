import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

// The only bridge from src/graphql to schema/. `--check` writes nothing and fails where a print differs.
// The environment is emptied first: what is published must not depend on whose machine prints it.
for (const name of Object.keys(process.env)) delete process.env[name];
const { printSchema } = await import('graphql');
const { schema, subgraphSdl } = await import('./src/graphql/index.ts');

const note = '# Printed from src/graphql by `npm run schema`. Do not edit.\n\n';
const prints = {
  'schema/schema.graphql': printSchema(schema),
  'schema/subgraph.graphql': subgraphSdl(schema, { auditableResource: false }),
};

let isStale = false;
for (const [path, text] of Object.entries(prints)) {
  const file = new URL(path, import.meta.url);
  const printed = `${note}${text}\n`;
  if (!process.argv.includes('--check')) {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, printed);
    console.log(`${path} is written.`);
  } else if (readFileSync(file, 'utf8') === printed) {
    console.log(`${path} is up to date.`);
  } else {
    isStale = true;
    console.error(`${path} is not what src/graphql prints. Run \`npm run schema\` and commit the result.`);
  }
}
if (isStale) process.exit(1);
