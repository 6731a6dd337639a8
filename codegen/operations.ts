import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { type OperationDefinitionNode, parse } from 'graphql';

/**
 * What is made of the operations in a folder: typed documents, the list in which GraphiQL shows them, and the manifest
 * that makes them the only ones that are answered. Text by path.
 */
export async function operationFiles(root: string, schema: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, 'schema/operations');
  const generated: { filename: string; content: string }[] = await generate(
    {
      schema,
      documents: join(folder, '*.graphql'),
      silent: true,
      generates: { 'src/operations/': clientPreset },
    },
    false,
  );
  const contentOf = (name: string) => {
    const file = generated.find(({ filename }) => filename.endsWith(name));
    if (file === undefined) throw new Error(`The client preset has made no ${name}.`);
    return `${file.content.trim()}\n`;
  };
  return new Map([
    ['src/operations/index.ts', `${note}${contentOf('graphql.ts')}${examplesIn(folder)}`],
    ['schema/trusted-documents.json', contentOf('persisted-documents.json')],
  ]);
}

const note = '// Made from schema/operations by `npm run schema`. Do not edit.\n';

const clientPreset = {
  preset: 'client' as const,
  presetConfig: {
    fragmentMasking: false,
    persistedDocuments: {
      mode: 'embedHashInDocument' as const,
      hashPropertyName: 'hash',
      hashAlgorithm: 'sha256' as const,
    },
  },
  config: {
    documentMode: 'string',
    enumsAsTypes: true,
    useTypeImports: true,
    importExtension: '.ts',
    onlyOperationTypes: true,
    skipTypename: true,
    strictScalars: true,
    scalars: { DateTime: 'string', Duration: 'string', JSON: 'unknown' },
  },
};

/** In the order of the files, each with the comment above it, which the typed document has lost. */
function examplesIn(folder: string): string {
  const examples = globSync('*.graphql', { cwd: folder })
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const [operation] = parse(text).definitions as OperationDefinitionNode[];
      const name = operation?.name?.value ?? '';
      const comment = text.match(/^(#[^\n]*\n)*/)?.[0] ?? '';
      return `  { name: ${JSON.stringify(name)}, comment: ${JSON.stringify(comment)}, document: ${name}Document },`;
    });
  return [
    '\n/** All of them, to be shown. */',
    'export const examples = [',
    ...examples,
    '] as const;',
    '',
  ].join('\n');
}
