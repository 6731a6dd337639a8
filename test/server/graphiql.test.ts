import { Script } from 'node:vm';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openDoor } from './support.ts';

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(`http://gateway${path}`, { headers });
const files = ['/graphiql', '/graphiql/boot.js', '/graphiql/app.js', '/graphiql/style.css'];
const workers = ['editor', 'json', 'graphql'].map((name) => `/graphiql/${name}.worker.js`);

describe('GraphiQL', () => {
  it('is one page of files from this server', async () => {
    const page = await (await openDoor().handle(get('/graphiql'))).text();
    const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !link.startsWith('data:')).sort()).toEqual(files.slice(1).sort());
  });

  it('may load nothing from elsewhere, and run nothing inline', async () => {
    const { headers } = await openDoor().handle(get('/graphiql'));
    expect(headers.get('content-security-policy')).toMatchInlineSnapshot(
      `"default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"`,
    );
  });

  it.each([...files, ...workers])('serves %s, compressed where that is understood', async (path) => {
    const door = openDoor();
    const ask = async (encoding: string) => door.handle(get(path, { 'accept-encoding': encoding }));
    const [plain, gzip, brotli] = [await ask(''), await ask('deflate, gzip'), await ask('gzip, deflate, br')];
    const bytes = Buffer.from(await plain.arrayBuffer());
    expect([gzip, brotli].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', 'br']);
    expect(gunzipSync(await gzip.arrayBuffer()).equals(bytes)).toBe(true);
    expect(brotliDecompressSync(await brotli.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('is not sent again to who has it', async () => {
    const door = openDoor();
    const etag = (await door.handle(get('/graphiql/app.js'))).headers.get('etag') ?? '';
    const again = await door.handle(get('/graphiql/app.js', { 'if-none-match': etag }));
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await door.handle(get('/graphiql/app.js', { 'if-none-match': '"other"' }))).status).toBe(200);
  });

  it('opens with the examples, kept apart from those of another version', async () => {
    const boot = async (document: string) => {
      const door = openDoor({ examples: [{ name: 'One', document }] });
      return (await door.handle(get('/graphiql/boot.js'))).text();
    };
    const script = await boot('query One { hello }');
    expect(() => new Script(script)).not.toThrow();
    expect(script).toContain('"defaultTabs":[{"query":"query One { hello }"}]');
    const storeOf = (text: string) => /const store = "(.*)"/.exec(text)?.[1];
    expect(storeOf(script)).not.toBe(storeOf(await boot('query One { hello requestId }')));
  });

  it('is where the root leads', async () => {
    const answer = await openDoor().handle(get('/'));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/graphiql']);
  });

  it.each(['/', ...files])('is not there when it is off: %s', async (path) => {
    expect((await openDoor({ isGraphiqlOn: false }).handle(get(path))).status).toBe(404);
  });
});
