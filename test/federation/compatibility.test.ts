import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { directives } from '../../src/graphql/federation/directives.ts';
import { startGateway } from '../support/gateway.ts';
import { composers, type Subgraph } from './support/composers.ts';
import { auditableInventorySdl, directorySdl, inventorySdl } from './support/neighbours.ts';

const url = 'http://127.0.0.1/graphql';
const neighbour = (name: string, sdl: string): Subgraph => ({ name, url, sdl });
const link = (...names: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(names)})`;
const compositions = Object.entries(composers);

// The names are those of the checks in Apollo's federation subgraph compatibility suite, as far as they apply to a
// subgraph that has no external fields: @requires, @provides, @override and @composeDirective do not, and tracing is
// not asked for by routers that run without Apollo's platform.
describe('federation compatibility', async () => {
  const { ask } = await startGateway({}, (config) => ({
    ...config,
    federation: { enabled: true, auditableResource: false },
  }));
  const withInterface = await startGateway({}, (config) => ({
    ...config,
    federation: { enabled: true, auditableResource: true },
  }));
  let sdl = '';
  let document: DocumentNode;
  let auditable = '';

  beforeAll(async () => {
    sdl = (await ask('{ _service { sdl } }')).data._service.sdl;
    document = parse(sdl);
    auditable = (await withInterface.ask('{ _service { sdl } }')).data._service.sdl;
  });

  const typeOf = (name: string) =>
    document.definitions.find(
      (one): one is ObjectTypeDefinitionNode =>
        one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === name,
    );
  const fieldOf = (type: string, field: string) =>
    typeOf(type)?.fields?.find(({ name }) => name.value === field);
  const directivesOf = (node: ObjectTypeDefinitionNode | FieldDefinitionNode | undefined) =>
    (node?.directives ?? []).map(print);
  const found = async (representation: object) =>
    (
      await ask('query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
        r: [representation],
      })
    ).data._entities[0]?.__typename;

  it('introspection - Federation v2: _service tells a whole subgraph', () => {
    expect(document.definitions.map((one) => ('name' in one ? one.name?.value : one.kind))).toEqual(
      expect.arrayContaining(['Query', 'AuditEvent', 'AuditEventFilter', 'DateTime', 'ScanState']),
    );
    const fields = typeOf('Query')?.fields?.map(({ name }) => name.value) ?? [];
    expect(fields.filter((name) => /^_|^nodes?$/.test(name))).toEqual([]);
  });

  it('@link', () => {
    expect(sdl).toMatch(
      /^extend schema @link\(url: "https:\/\/specs.apollo.dev\/federation\/v2\.9", import: \[/,
    );
  });

  it('@key single', async () => {
    expect(directivesOf(typeOf('AuditEvent'))).toEqual(['@key(fields: "id")']);
    expect(await found({ __typename: 'AuditAccessKey', accessKeyId: 'LTAI1' })).toBe('AuditAccessKey');
  });

  it('@key multi', async () => {
    expect(directivesOf(typeOf('AuditUser'))).toContain('@key(fields: "accountId userName")');
    const user = { __typename: 'AuditUser', accountId: '1000000000000001', userName: 'root' };
    expect(await found(user)).toBe('AuditUser');
  });

  it('repeatable @key', () => {
    expect(directivesOf(typeOf('AuditResource'))).toEqual([
      '@key(fields: "accountId type name")',
      '@key(fields: "id")',
    ]);
  });

  it('@shareable', () => {
    expect(directivesOf(typeOf('PageInfo'))).toEqual(['@shareable']);
  });

  it('@tag', () => {
    expect(directivesOf(fieldOf('AuditEvent', 'requestParameters'))).toContain('@tag(name: "audit-payload")');
  });

  it('every directive has its place', () => {
    const printed = parse(auditable).definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
    const coordinates = printed.flatMap(({ name, fields = [] }) => [
      name.value,
      ...fields.map((field) => `${name.value}.${field.name.value}`),
    ]);
    expect(Object.keys(directives).filter((one) => !coordinates.includes(one))).toEqual([]);
  });

  it('@cost and @listSize', () => {
    const [cost = '', listSize = ''] = directivesOf(fieldOf('AuditUser', 'events'));
    expect(cost).toMatch(/^@cost\(weight: \d+\)$/);
    expect(listSize).toContain('slicingArguments: ["first", "last"]');
  });

  // A rule of Cosmo's composition, which is not among our packages.
  it('@listSize assumes no size where an argument has a default', () => {
    const fields = document.definitions.flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION ? (one.fields ?? []) : [],
    );
    const assuming = fields.filter((field) => directivesOf(field).some((one) => one.includes('assumedSize')));
    expect(assuming.length).toBeGreaterThan(3);
    for (const { arguments: args = [] } of assuming) {
      const slicing = args.filter(({ name }) => name.value === 'first' || name.value === 'last');
      expect(slicing.filter(({ defaultValue }) => defaultValue !== undefined)).toEqual([]);
    }
  });

  describe.each(compositions)('composed by %s', (_name, compose) => {
    const audit = () => neighbour('audit', sdl);

    it('is a graph alone', () => {
      expect(compose([audit()])).toContain('type AuditEvent');
    });

    it('is a graph with neighbours', () => {
      const supergraph = compose([
        audit(),
        neighbour('inventory', inventorySdl),
        neighbour('directory', directorySdl),
      ]);
      expect(supergraph).toContain('type EcsInstance');
    });

    it('@shareable: another subgraph may have the same PageInfo', () => {
      const other = `${link('@shareable')} type Query { page: PageInfo }
        type PageInfo @shareable {
          hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String
        }`;
      expect(compose([audit(), neighbour('other', other)])).toContain('type PageInfo');
    });

    it('no collision: another subgraph may have Node, node and nodes', () => {
      const other = `type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }
        interface Node { id: ID! } type Thing implements Node { id: ID! }`;
      expect(compose([audit(), neighbour('other', other)])).toContain('interface Node');
    });

    it('@inaccessible and @tag reach the supergraph', () => {
      const supergraph = compose([audit()]);
      expect(supergraph).toMatch(/auditViewer: AuditViewer!.*@inaccessible/);
      expect(supergraph).toMatch(/@tag\(name: "audit-payload"\)/);
    });

    it('@interfaceObject: composes with a neighbour that declares the interface, and not without', () => {
      const inventory = neighbour('inventory', auditableInventorySdl);
      expect(compose([neighbour('audit', auditable), inventory])).toMatch(/auditEvents\(/);
      expect(() => compose([neighbour('audit', auditable)])).toThrow(/interfaceObject/);
    });

    it('enum: another subgraph may give out and take the same enum', () => {
      const other = `${link('@key')} type Query { state(access: AuditAccess): ScanState }
        enum AuditAccess { READ WRITE } enum ScanState { EXHAUSTED PAGE_FULL STOPPED }`;
      expect(compose([audit(), neighbour('other', other)])).toContain('enum ScanState');
    });

    it('input: another subgraph may take the same input', () => {
      const other = `${link('@key')} type Query { mine(sources: [AuditSourceInput!]): Int }
        input AuditSourceInput { account: String regions: [String!] }`;
      expect(compose([audit(), neighbour('other', other)])).toContain('input AuditSourceInput');
    });
  });
});
