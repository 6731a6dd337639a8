import { composeServices } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
}

export type Compose = (subgraphs: readonly Subgraph[]) => string;

const definitions = (subgraphs: readonly Subgraph[]) =>
  subgraphs.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(sdl) }));

/** Each gives the supergraph, or throws what stands in the way. */
export const composers = {
  '@apollo/composition': (subgraphs) => supergraphOf(composeServices(definitions(subgraphs))),
  '@theguild/federation-composition': (subgraphs) => supergraphOf(composeWithGuild(definitions(subgraphs))),
} satisfies Readonly<Record<string, Compose>>;

function supergraphOf(result: {
  readonly supergraphSdl?: string | undefined;
  readonly errors?: readonly Error[] | undefined;
}): string {
  if (result.supergraphSdl !== undefined) return result.supergraphSdl;
  throw new AggregateError(result.errors ?? [], result.errors?.map(({ message }) => message).join('\n'));
}
