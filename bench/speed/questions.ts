/** 15 fields an edge: what a list of events shows. */
const selection = `edges {
    cursor
    node {
      id eventId eventTime serviceName eventName access outcome isSensitive region sourceIpAddress
      actor { type userName }
      resources { type name }
    }
  }
  pageInfo { hasNextPage endCursor }`;

const pageDocument = `query Page($first: Int!, $after: String, $window: TimeWindowInput, $sources: [AuditSourceInput!]) {
  events(first: $first, after: $after, window: $window, sources: $sources) {
  ${selection}
  }
}`;

/** Of its own, because graphql-jit as others use it does not come to an end with a variable of a recursive type. */
const filteredDocument = `query Page($first: Int!, $filter: AuditEventFilter, $window: TimeWindowInput, $sources: [AuditSourceInput!]) {
  events(first: $first, filter: $filter, window: $window, sources: $sources) {
  ${selection}
  }
}`;

/** The same for a server that can only be asked for a number of events. */
const plainDocument = `query Page($first: Int!) {
  events(first: $first) {
  ${selection}
  }
}`;

const jobsDocument = `query Jobs($account: String!) {
  deliveryJobs(source: { account: $account }) { nodes { id isTerminal regions { region } } }
}`;

const jobDocument = `query Job($id: ID!) {
  deliveryJob(id: $id) {
    id jobId status statusCode trailName homeRegion createdAt updatedAt progress isTerminal
    regions { region status }
  }
}`;

export interface PageVariables {
  readonly after?: string;
  readonly filter?: object;
  readonly window: { readonly start: string; readonly end: string };
  /** Left out: every source. */
  readonly sources?: readonly object[];
}

/** `events(first: 50)` as a POST body. */
export function pageQuestion(variables: PageVariables): string {
  const query = variables.filter === undefined ? pageDocument : filteredDocument;
  return JSON.stringify({ query, variables: { first: 50, ...variables } });
}

export const plainPageQuestion = JSON.stringify({ query: plainDocument, variables: { first: 50 } });

export function jobsQuestion(account: string): string {
  return JSON.stringify({ query: jobsDocument, variables: { account } });
}

export function jobQuestion(id: string): string {
  return JSON.stringify({ query: jobDocument, variables: { id } });
}

/** A day that nothing can change any more, so many days ago; the emulator's history is thirty days long. */
export function settledWindow(daysAgo: number, lengthDays = 1): { start: string; end: string } {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const day = (ago: number) => new Date(midnight - ago * 86_400_000).toISOString().replace('.000', '');
  return { start: day(daysAgo), end: day(daysAgo - lengthDays) };
}
