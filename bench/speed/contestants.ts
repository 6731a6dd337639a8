import { ask, requestBytes } from './client.ts';
import type { Question, Stage } from './stage.ts';
import { type Started, type StartOptions, start } from './started.ts';
import { type Overrides, startTrailgraph } from './trailgraph.ts';
import { credentials } from './viewers.ts';

export interface Contestant {
  readonly name: string;
  /** What it does and does not do. */
  readonly note: string;
  start(stage: Stage): Promise<Started>;
  /** Left out: `/graphql`. */
  readonly path?: (question: Question) => string;
  /** Another body than Trailgraph gets, for a server that cannot be asked the same. */
  readonly body?: string;
}

const bareScript = 'bench/speed/servers/bare.ts';

export const bare: Contestant = {
  name: 'bare node:http',
  note: 'sends the bytes, reads and decides nothing: the limit',
  start: (stage) => startScript(stage, { name: 'bare', script: bareScript }),
  path: ({ place }) => `/${place}`,
};

/** The bare server, busy with nothing for so long before each answer. */
export function standInFor(busyMicros: number): Contestant {
  const env = { BUSY_MICROS: String(busyMicros) };
  const name = 'stand-in';
  const start = (stage: Stage) => startScript(stage, { name, script: bareScript, env });
  return { ...bare, name, note: 'the bare server, busy with nothing', start };
}

export const trailgraph: Contestant = {
  name: 'Trailgraph',
  note: 'the production profile',
  start: async (stage) => stage.trailgraph,
};

export const putTogether: Contestant = trailgraphWith('no answer kept', 'put together from kept texts', {
  execution: { keptAnswerMebibytes: 0 },
});

/** Each without one of the parts that cost or save something, so that its price is known. */
export const without: readonly Contestant[] = [
  putTogether,
  trailgraphWith('all fields executed', 'no JSON is kept at all', {
    execution: { keptAnswerMebibytes: 0, keptMebibytes: 0 },
  }),
  trailgraphWith('no page kept', 'searched and sealed each time', {
    execution: { keptPageMebibytes: 0 },
  }),
  trailgraphWith('nothing kept', 'neither pages nor JSON', {
    execution: { keptAnswerMebibytes: 0, keptMebibytes: 0, keptPageMebibytes: 0 },
  }),
  trailgraphWith('nothing prepared', 'graphql-yoga executes everything', { execution: { prepared: false } }),
  trailgraphWith('no access log', 'nothing is written about requests', { accessLog: { to: 'off' } }),
];

function trailgraphWith(name: string, note: string, overrides: Overrides): Contestant {
  return {
    name: `Trailgraph, ${name}`,
    note,
    start: async (stage) => {
      const started = stage.keep(await startTrailgraph(name, stage, overrides));
      // The first answer fills its memory.
      await ask(started.port, requestOf(trailgraph, stage.questions.page));
      return started;
    },
  };
}

export const yoga: Contestant = {
  name: 'graphql-yoga + Pothos',
  note: 'the same schema and resolvers over a constant page: no search, no rights, no log',
  start: (stage) => startScript(stage, { name: 'yoga', script: 'bench/speed/servers/yoga.ts' }),
};

/** All get the same headers, also those who have no use for a credential. */
export function requestOf({ path, body }: Contestant, question: Question): Buffer {
  return requestBytes({
    path: path?.(question) ?? '/graphql',
    headers: credentials[question.viewer] ?? {},
    body: body ?? question.body,
  });
}

/** A contestant that finds Trailgraph's answers in a file. */
export async function startScript(
  stage: Stage,
  { env, ...script }: Pick<StartOptions, 'name' | 'script' | 'imports' | 'env'>,
): Promise<Started> {
  const surroundings = { side: 'server', logs: stage.folder, env: { ...stage.env, ...env } } as const;
  return stage.keep(await start({ ...script, ...surroundings }));
}
