import { requestBytes } from './client.ts';
import type { Question, Stage } from './stage.ts';
import { type Started, type StartOptions, start } from './started.ts';

export interface Contestant {
  readonly name: string;
  /** What it does and does not do. */
  readonly note: string;
  start(stage: Stage): Promise<Started>;
  /** How it is asked; as Trailgraph is, if left out. */
  readonly request?: (question: Question) => Buffer;
}

export const bare: Contestant = {
  name: 'bare node:http',
  note: 'sends the bytes, reads and decides nothing: the limit',
  start: (stage) => startScript(stage, { name: 'bare', script: 'bench/speed/servers/bare.ts' }),
  request: ({ place, body }) => requestBytes({ path: `/${place}`, body }),
};

export const trailgraph: Contestant = {
  name: 'Trailgraph',
  note: 'the production profile',
  start: async (stage) => stage.trailgraph,
};

export const yoga: Contestant = {
  name: 'graphql-yoga + Pothos',
  note: 'the same schema and resolvers over a constant page: no search, no rights, no log',
  start: (stage) => startScript(stage, { name: 'yoga', script: 'bench/speed/servers/yoga.ts' }),
};

export function requestOf(contestant: Contestant, question: Question): Buffer {
  return contestant.request?.(question) ?? requestBytes({ path: '/graphql', body: question.body });
}

/** A contestant that finds Trailgraph's answers in a file. */
export async function startScript(
  stage: Stage,
  { env, ...script }: Pick<StartOptions, 'name' | 'script' | 'imports' | 'env'>,
): Promise<Started> {
  const surroundings = { side: 'server', logs: stage.folder, env: { ...stage.env, ...env } } as const;
  return stage.keep(await start({ ...script, ...surroundings }));
}
