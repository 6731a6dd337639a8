import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../src/emulator/index.ts';
import { emulatedAccounts } from '../../src/gateway.ts';
import type { AccountConfig } from '../../src/model/account.ts';
import { ask, requestBytes } from './client.ts';
import { jobQuestion, jobsQuestion, pageQuestion, settledWindow } from './questions.ts';
import { type Started, start } from './started.ts';
import { startTrailgraph } from './trailgraph.ts';
import { credentials } from './viewers.ts';

/** What every measurement needs: an emulator, Trailgraph in front of it, and what it answers. */
export interface Stage {
  /** Configuration, logs and answers; gone after `close`. */
  readonly folder: string;
  readonly accounts: readonly AccountConfig[];
  readonly trailgraph: Started;
  readonly questions: Questions;
  /** Names the file of the answers, for contestants that serve them. */
  readonly env: { readonly ANSWERS: string };
  /** Ends what was started, and everything that was handed to `keep`. */
  close(): Promise<void>;
  keep<Process extends Started>(started: Process): Process;
}

/** POST bodies with Trailgraph's answers to them. `place` is where the bare server has the same answer. */
export interface Question {
  readonly body: string;
  readonly answer: Buffer;
  readonly place: number;
  /** Which of the viewers asks. */
  readonly viewer: number;
}

export interface Questions {
  /** `events(first: 50)`, from one source. */
  readonly page: Question;
  /** The same from every source, merged. */
  readonly merged: Question;
  /** Other pages and filters in the same selection. */
  readonly others: readonly Question[];
  readonly job: Question;
}

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'trailgraph-bench-'));
  const processes: Started[] = [];
  const keep = <Process extends Started>(started: Process): Process => {
    processes.push(started);
    return started;
  };
  const close = async () => {
    await Promise.all(processes.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const accounts = await startAccounts(folder, keep);
    const trailgraph = keep(await startTrailgraph('trailgraph', { accounts, folder }));
    const questions = await askAll(trailgraph.port, accounts);
    const env = { ANSWERS: join(folder, 'answers.json') };
    writeFileSync(env.ANSWERS, JSON.stringify(inOrder(questions).map(({ answer }) => String(answer))));
    return { folder, accounts, trailgraph, questions, env, keep, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each at the place where the bare server has its answer. */
export function inOrder({ page, merged, job, others }: Questions): readonly Question[] {
  return [page, merged, job, ...others];
}

async function startAccounts(folder: string, keep: (started: Started) => Started) {
  const script = 'bench/speed/servers/emulator.ts';
  const { port } = keep(await start({ name: 'emulator', script, side: 'client', logs: folder }));
  // This one only tells names and keys.
  const near = await startEmulator({ events: 100 });
  await near.close();
  return emulatedAccounts({ ...near, url: `http://127.0.0.1:${port}` });
}

async function askAll(port: number, accounts: readonly AccountConfig[]): Promise<Questions> {
  const [account] = accounts;
  const one = {
    window: settledWindow(4),
    sources: [{ account: account?.name, regions: account?.regions.slice(0, 1) }],
  };
  const bodies = [
    pageQuestion(one),
    pageQuestion({ window: one.window }),
    jobQuestion(await finishedJob(port, account?.name ?? '')),
    ...(await otherPages(port, one)),
  ];
  const questions: Question[] = [];
  for (const [place, body] of bodies.entries()) {
    // The other pages are asked by somebody else: what he may see is the same.
    const viewer = place < 3 ? 0 : place % credentials.length;
    questions.push({ body, answer: await fromMemory(port, body), place, viewer });
  }
  const [page, merged, job, ...others] = questions;
  if (page === undefined || merged === undefined || job === undefined)
    throw new Error('a question is missing');
  return { page, merged, job, others };
}

/** The pages that follow, and the first ones of filters and other days. */
async function otherPages(port: number, one: Parameters<typeof pageQuestion>[0]): Promise<readonly string[]> {
  const others: string[] = [];
  let body = pageQuestion(one);
  for (let nth = 0; nth < 4; nth += 1) {
    const { data } = await answerOf(port, body);
    body = pageQuestion({ ...one, after: data.events.pageInfo.endCursor });
    others.push(body);
  }
  const filters = [{ serviceName: { eq: 'Ecs' } }, { serviceName: { eq: 'Ram' } }, { access: 'WRITE' }];
  for (const filter of filters) others.push(pageQuestion({ ...one, window: settledWindow(20, 16), filter }));
  others.push(pageQuestion({ ...one, window: settledWindow(6) }));
  return others;
}

async function finishedJob(port: number, account: string): Promise<string> {
  const { data } = await answerOf(port, jobsQuestion(account));
  const job = data.deliveryJobs.nodes.find((one: { isTerminal: boolean }) => one.isTerminal);
  if (job === undefined) throw new Error('the emulator has no finished job');
  return job.id;
}

/** The second answer: the first one filled the memory, and says so in its extensions. */
async function fromMemory(port: number, body: string): Promise<Buffer> {
  await answerOf(port, body);
  const { extensions } = await answerOf(port, body);
  if (extensions.upstream.calls !== 0) throw new Error('a question is not answered from memory');
  return ask(port, asked(body));
}

async function answerOf(port: number, body: string) {
  const answer = JSON.parse(String(await ask(port, asked(body))));
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer;
}

function asked(body: string): Buffer {
  return requestBytes({ path: '/graphql', headers: credentials[0] ?? {}, body });
}
