import type { Config } from '../config.ts';
import type { Source } from '../model/source.ts';

/** What people see who start it by hand. */
export function welcome(url: string, config: Config, sources: readonly Source[]): string {
  const [first] = sources;
  const source = `{ account: "${first?.account}", regions: ["${first?.region}"] }`;
  return `
  GraphQL   ${url}/graphql
${config.server.isGraphiqlOn ? `  GraphiQL  ${url}/graphiql\n` : ''}${inventedNote(config, sources)}
  Try this:

  { events(first: 5, sources: [${source}]) { nodes { eventTime serviceName eventName actor { userName } } } }

`;
}

/** Invented events must never be mistaken for real ones, nor the other way round. */
function inventedNote({ accounts, file }: Config, sources: readonly Source[]): string {
  if (accounts === 'emulator') {
    const why = file === null ? 'no account is configured' : `${file} names none`;
    return `\n  All events are invented: ${why}. See "Your own account" in README.md.\n`;
  }
  const names = new Set(sources.filter(({ isEmulated }) => isEmulated).map(({ account }) => account));
  return [...names]
    .map(
      (name) => `\n  The events of "${name}" count as invented. If they are real, set \`emulated: false\`.\n`,
    )
    .join('');
}
