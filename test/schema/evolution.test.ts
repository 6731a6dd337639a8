import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { unannouncedChanges, unannouncedKeyLosses, undatedDeprecations } from '../../codegen/evolution.ts';

const released = `
  type Query { jobs(first: Int = 10, state: State): [Job!]! old: String }
  type Job { id: ID! name: String! }
  enum State { OPEN DONE }`;
const changelog = (breaking: string) =>
  `# Changelog\n\n## Unreleased\n\n### Breaking\n\n${breaking}\n\n### Added\n\n- \`Query.old\` was removed.\n\n` +
  '## 0.1.0\n\n### Breaking\n\n- Job.name was removed.\n';

describe('a schema that goes on', () => {
  it.each([
    ['a field', 'old: String', '', 'Query.old was removed'],
    ['a type', 'name: String!', 'name: Int', 'Job.name changed type from String! to Int'],
    ['an enum value', 'DONE', '', 'DONE was removed from enum type State'],
    [
      'a required argument',
      'state: State',
      'state: State!',
      'Query.jobs arg state has changed type from State to State!',
    ],
    [
      'a default',
      'first: Int = 10',
      'first: Int = 20',
      'Query.jobs arg first has changed defaultValue from 10 to 20',
    ],
  ])('may not change %s unless it is announced for this version', (_what, from, to, change) => {
    const current = released.replace(from, to);
    expect(unannouncedChanges(released, current, changelog(''))).toEqual([change]);
    expect(unannouncedChanges(released, current, changelog(`- \`${change}\`: because.`))).toEqual([]);
  });

  it.each([
    ['a field', 'name: String!', 'name: String! size: Int'],
    ['an optional argument', 'state: State', 'state: State, after: String'],
    ['an enum value', 'DONE', 'DONE FAILED'],
    ['a null less', 'old: String', 'old: String!'],
  ])('may gain %s', (_what, from, to) => {
    expect(unannouncedChanges(released, released.replace(from, to), changelog(''))).toEqual([]);
  });

  it.each([
    ['another type of a longer name', 'name: String!', '', 'OldJob.name was removed'],
    [
      'another change of the same field',
      'name: String!',
      'name: Int',
      'Job.name changed type from String! to Int!',
    ],
  ])('does not take the announcement of %s for its own', (_what, from, to, announced) => {
    const current = released.replace(from, to || 'size: Int');
    expect(unannouncedChanges(released, current, changelog(`- \`${announced}\``))).toHaveLength(1);
  });

  it('keeps the keys that neighbours have built on, unless it is announced', () => {
    const released = 'type User @key(fields: "a b") @key(fields: "id") { id: ID! }';
    const current = 'type User @key(fields: "id") @key(fields: "c") { id: ID! }';
    const loss = 'User @key(fields: "a b") was removed';
    expect(unannouncedKeyLosses(released, current, changelog(''))).toEqual([loss]);
    expect(unannouncedKeyLosses(released, current, changelog(`- \`${loss}\`.`))).toEqual([]);
  });

  it.each([
    ['no reason', '@deprecated', ['Query.a: "No longer supported"']],
    ['no day', '@deprecated(reason: "Use b.")', ['Query.a: "Use b."']],
    [
      'a day without a reason',
      '@deprecated(reason: "Removed after 2027-06-30.")',
      ['Query.a: "Removed after 2027-06-30."'],
    ],
    ['both', '@deprecated(reason: "Use b. Removed after 2027-06-30.")', []],
  ])('a deprecation with %s', (_what, directive, complaints) => {
    expect(undatedDeprecations(buildSchema(`type Query { a: Int ${directive} b: Int }`))).toEqual(complaints);
  });

  it('looks for deprecations in arguments, input fields and enum values as well', () => {
    const schema = buildSchema(`
      type Query { a(x: Int @deprecated, i: I, e: E): Int }
      input I { x: Int @deprecated }
      enum E { X @deprecated Y }`);
    expect(undatedDeprecations(schema).map((one) => one.split(': ')[0])).toEqual([
      'Query.a(x:)',
      'I.x',
      'E.X',
    ]);
  });
});
