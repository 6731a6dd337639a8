import { describe, expect, it } from 'vitest';
import { Tally } from '../../src/model/call.ts';
import { type Lasting, lasts } from '../../src/model/lasting.ts';
import type { OpenCall } from '../../src/server/call.ts';
import { openKeptAnswers } from '../../src/server/execution/kept-answers.ts';
import { callAt, countsOf } from '../support/call.ts';
import { sourceOf } from '../support/events.ts';

const source = sourceOf('main', '1', 'cn-hangzhou');

function callWith(note: (tally: Tally) => void = () => undefined): OpenCall {
  const call = callAt();
  note(call.tally);
  return { ...call, keptAnswer: null } as OpenCall;
}

/** Lasts until it is told not to. */
function open(maxBytes = 10_000) {
  const answers = openKeptAnswers(maxBytes);
  const state = { isStillSo: true };
  const root: Lasting = { [lasts]: () => state.isStillSo };
  return { answers, state, root, question: {} };
}

describe('an answer that is kept', () => {
  it('is given again while all it was made of lasts, and never after that', () => {
    const { answers, state, root, question } = open();
    answers.keep(question, callWith(), [root, root], 'é');
    expect(String(answers.recall(question, callWith()))).toBe('é');
    state.isStillSo = false;
    expect(answers.recall(question, callWith())).toBeNull();
    state.isStillSo = true;
    expect(answers.recall(question, callWith())).toBeNull();
  });

  it('is counted as if it were read again', () => {
    const { answers, root, question } = open();
    const note = (tally: Tally) => {
      tally.countAvoided('memory');
      tally.countAvoided('memory');
      tally.noteSource(source);
      tally.countHandedOut('events', 'main', 50);
      tally.countHandedOut('jobs', 'main');
      tally.notePartial();
    };
    answers.keep(question, callWith(note), [root], '{}');
    const again = callWith();
    answers.recall(question, again);
    const expected = new Tally();
    note(expected);
    expect(countsOf(again.tally)).toEqual(countsOf(expected));
    expect(again.keptAnswer).not.toBeNull();
  });

  it.each<[string, (tally: Tally) => void]>([
    ['cost a call', (tally) => tally.countCall()],
    ['somebody else was asking for', (tally) => tally.countAvoided('coalescing')],
    ['had to wait', (tally) => tally.noteWait(1)],
    ['tells what is left of the quota', (tally) => tally.noteQuotaLeft(3)],
    ['was put off', (tally) => tally.notePutOff(100)],
  ])('is none that %s', (_what, note) => {
    const { answers, root, question } = open();
    answers.keep(question, callWith(note), [root], '{}');
    expect(answers.recall(question, callWith())).toBeNull();
  });

  it.each([
    ['an object that does not say how long it lasts', {}],
    ['nothing', null],
    ['a text', 'text'],
    ['a list', [{ [lasts]: () => true }]],
  ])('is none that was made of %s', (_what, other) => {
    const { answers, root, question } = open();
    answers.keep(question, callWith(), [root, other], '{}');
    expect(answers.recall(question, callWith())).toBeNull();
  });

  it('gives way to others when there is no room', () => {
    const { answers, root, question } = open(8000);
    answers.keep(question, callWith(), [root], 'x'.repeat(900));
    for (let nth = 0; nth < 4; nth += 1) answers.keep({}, callWith(), [root], 'x'.repeat(900));
    expect(answers.recall(question, callWith())).toBeNull();
  });
});
