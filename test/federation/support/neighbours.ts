import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { listen } from '../../support/loopback.ts';

/** A service of another team: ten lines of schema, and what it knows. */
export interface Neighbour {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  /** What `authorization` said, request by request. */
  readonly authorizations: (string | null)[];
  /** While true, every request is answered with 503. */
  isDown: boolean;
  close(): Promise<void>;
}

const link = '@link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** ECS instances of an account, each with the resource that its events name. */
export const inventorySdl = `
  extend schema ${link}
  type Query { instances: [EcsInstance!] }
  type EcsInstance @key(fields: "instanceId") { instanceId: ID!  owner: String!  audit: AuditResource }
  type AuditResource @key(fields: "accountId type name", resolvable: false) {
    accountId: String!  type: String!  name: String!
  }`;

/** The same, for a subgraph with `AuditableResource`: every implementation gets \`auditEvents\`. */
export const auditableInventorySdl = `
  extend schema ${link}
  type Query { instances: [EcsInstance!] }
  interface AuditableResource @key(fields: "acsAccountId acsType acsName") {
    acsAccountId: String!  acsType: String!  acsName: String!
  }
  type EcsInstance implements AuditableResource
    @key(fields: "instanceId") @key(fields: "acsAccountId acsType acsName") {
    instanceId: ID!  owner: String!  acsAccountId: String!  acsType: String!  acsName: String!
  }`;

/** People, each with the user that they are in an account. */
export const directorySdl = `
  extend schema ${link}
  type Query { people: [Person!] }
  type Person { mail: String!  audit: AuditUser }
  type AuditUser @key(fields: "accountId userName", resolvable: false) {
    accountId: String!  userName: String!
  }`;

export function startInventory(accountId: string, names: readonly string[], sdl = inventorySdl) {
  const type = 'ACS::ECS::Instance';
  const instances = names.map((name) => ({
    __typename: 'EcsInstance',
    instanceId: name,
    owner: `team of ${name}`,
    audit: { accountId, type, name },
    acsAccountId: accountId,
    acsType: type,
    acsName: name,
  }));
  return startNeighbour('inventory', sdl, {
    Query: { instances: () => instances },
    EcsInstance: {
      __resolveReference: (key: { instanceId?: string; acsName?: string }) =>
        instances.find(({ instanceId }) => instanceId === (key.instanceId ?? key.acsName)),
    },
  });
}

export function startDirectory(accountId: string, userNames: readonly string[]) {
  const people = userNames.map((userName) => ({
    mail: `${userName}@example.com`,
    audit: { accountId, userName },
  }));
  return startNeighbour('directory', directorySdl, { Query: { people: () => people } });
}

async function startNeighbour(name: string, sdl: string, resolvers: object): Promise<Neighbour> {
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: resolvers as never });
  const yoga = createYoga({ schema, graphqlEndpoint: '/graphql', logging: false });
  const authorizations: (string | null)[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    authorizations.push(request.headers.authorization ?? null);
    if (neighbour.isDown) response.writeHead(503).end();
    else yoga(request, response);
  });
  const neighbour: Neighbour = {
    name,
    sdl,
    url: `${await urlOf(server)}/graphql`,
    authorizations,
    isDown: false,
    close: () => close(server),
  };
  return neighbour;
}

/** Where it listens now. */
export async function urlOf(server: Server): Promise<string> {
  return `http://127.0.0.1:${await listen(server)}`;
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
