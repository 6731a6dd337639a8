import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unannouncedChanges, unannouncedKeyLosses, undatedDeprecations } from './codegen/evolution.ts';
import { operationFiles } from './codegen/operations.ts';

// The only bridge from src/graphql to schema/ and src/operations. `--check` writes nothing and fails where a file is
// not what would be written, or where the schema breaks what was released; `--release` makes this print the released one.
// The environment is emptied first: what is published must not depend on whose machine prints it.
for (const name of Object.keys(process.env)) delete process.env[name];
const { printSchema } = await import('graphql');
const { schema, subgraphSdl } = await import('./src/graphql/index.ts');

const root = import.meta.dirname;
const isCheck = process.argv.includes('--check');
const note = '# Printed from src/graphql by `npm run schema`. Do not edit.\n\n';
const print = `${note}${printSchema(schema)}\n`;
const subgraph = `${note}${subgraphSdl(schema, { auditableResource: false })}\n`;
const files = new Map([
  ['schema/schema.graphql', print],
  ['schema/subgraph.graphql', subgraph],
  ...(await operationFiles(root, print)),
]);

if (isCheck) check();
else write();

function write(): void {
  if (process.argv.includes('--release')) {
    files.set('schema/released/schema.graphql', print);
    files.set('schema/released/subgraph.graphql', subgraph);
  }
  for (const [path, text] of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`${path} is written.`);
  }
}

function check(): void {
  const stale = [...files].filter(([path, text]) => textOf(path) !== text);
  const changelog = textOf('CHANGELOG.md');
  const unannounced = [
    ...unannouncedChanges(textOf('schema/released/schema.graphql'), print, changelog),
    ...unannouncedKeyLosses(textOf('schema/released/subgraph.graphql'), subgraph, changelog),
  ];
  const problems = [
    ...stale.map(
      ([path]) => `${path} is not what would be written. Run \`npm run schema\` and commit the result.`,
    ),
    ...unannounced.map(
      (change) => `Breaking, and not announced in CHANGELOG.md under "### Breaking": ${change}.`,
    ),
    ...undatedDeprecations(schema).map((one) => `A deprecation ends with "Removed after <day>.": ${one}`),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  console.log(`${[...files.keys()].join(', ')}: up to date, and nothing breaks unannounced.`);
}

function textOf(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}
