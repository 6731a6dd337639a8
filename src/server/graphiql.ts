import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from './http.ts';

/** One operation to start from. */
export interface Example {
  readonly name: string;
  readonly document: string;
}

interface Asset {
  readonly type: string;
  text(): Promise<string>;
}

// Everything comes from this server, and nothing inline is executed. Monaco, the editor, sets styles from scripts.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL from an npm package of 9 MB: loaded when first asked for, then kept compressed. By path. */
export function createGraphiql(
  examples: readonly Example[],
): ReadonlyMap<string, (request: HttpRequest) => Promise<HttpAnswer>> {
  const script = 'text/javascript';
  const assets: Readonly<Record<string, Asset>> = {
    '/graphiql': { type: 'text/html', text: async () => page },
    '/graphiql/boot.js': { type: script, text: async () => bootScript(examples) },
    '/graphiql/app.js': { type: script, text: async () => (await load()).js },
    '/graphiql/style.css': { type: 'text/css', text: async () => (await load()).css },
    '/graphiql/editor.worker.js': { type: script, text: async () => (await load()).editorWorkerService },
    '/graphiql/json.worker.js': { type: script, text: async () => (await load()).jsonWorker },
    '/graphiql/graphql.worker.js': { type: script, text: async () => (await load()).graphqlWorker },
  };
  return new Map(Object.entries(assets).map(([path, asset]) => [path, serve(asset)]));
}

function load() {
  return import('@graphql-yoga/render-graphiql/graphiql');
}

function serve(asset: Asset): (request: HttpRequest) => Promise<HttpAnswer> {
  const read = once(async () => {
    const bytes = Buffer.from(await asset.text());
    return { bytes, etag: `W/"${hashOf(bytes)}"` };
  });
  const encoders = {
    br: once(async () => brotli((await read()).bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })),
    gzip: once(async () => zip((await read()).bytes)),
    identity: async () => (await read()).bytes,
  };
  return async (request) => {
    const { etag } = await read();
    const headers = {
      'content-type': `${asset.type}; charset=utf-8`,
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      etag,
    };
    const known = (request.header('if-none-match') ?? '').split(',').map((one) => one.trim());
    if (known.includes(etag)) return { status: 304, headers, body: '' };
    const encoding = chooseEncoding(request.header('accept-encoding'));
    const body = await encoders[encoding]();
    return {
      status: 200,
      headers: encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding },
      body,
    };
  };
}

const brotli = promisify<Buffer, object, Buffer>(brotliCompress);
const zip = promisify<Buffer, Buffer>(gzip);

function chooseEncoding(accept: string | null): 'br' | 'gzip' | 'identity' {
  const accepted = (accept ?? '').split(',').map((one) => one.trim().toLowerCase());
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity';
}

/** Remembers the first success; a failure is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#d60590" stroke-width="3">' +
  '<path d="M6 26 13 14l7 5 6-13"/><g fill="#fff"><circle cx="6" cy="26" r="3"/><circle cx="13" cy="14" r="3"/>' +
  '<circle cx="20" cy="19" r="3"/><circle cx="26" cy="6" r="3"/></g></svg>';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Trailgraph</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(mark)}">
<link rel="stylesheet" href="/graphiql/style.css">
<style>.graphiql-tab { transform: none !important; }</style>
</head>
<body class="no-focus-outline" style="overflow: hidden">
<noscript>GraphiQL needs JavaScript.</noscript>
<div id="root"></div>
<script src="/graphiql/app.js"></script>
<script src="/graphiql/boot.js"></script>
</body>
</html>
`;

/**
 * GraphiQL keeps its tabs in the browser and would never show new examples: each set of examples has its own store.
 * Told of no query, it adds an empty tab at each reload: it is told the one that was open.
 */
function bootScript(examples: readonly Example[]): string {
  const options = {
    endpoint: '/graphql',
    title: 'Trailgraph',
    logo: mark,
    shouldPersistHeaders: false,
    defaultTabs: examples.map(({ document }) => ({ query: document })),
  };
  const store = `trailgraph:${hashOf(Buffer.from(JSON.stringify(examples)))}:`;
  return `'use strict';
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) =>
    '/graphiql/' + (label === 'json' || label === 'graphql' ? label : 'editor') + '.worker.js',
};
const store = ${JSON.stringify(store)};
const storage = {
  getItem: (key) => localStorage.getItem(store + key),
  setItem: (key, value) => localStorage.setItem(store + key, value),
  removeItem: (key) => localStorage.removeItem(store + key),
  clear: () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(store)) localStorage.removeItem(key);
  },
  get length() { return localStorage.length; },
};
const open = () => {
  try {
    const { tabs, activeTabIndex } = JSON.parse(storage.getItem('graphiql:tabState'));
    const { query, variables } = tabs[activeTabIndex];
    return { query: query ?? undefined, variables: variables ?? undefined };
  } catch {
    return {};
  }
};
const options = ${JSON.stringify(options)};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), { ...options, ...open(), storage });
`;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
