import { describe, expect, it } from 'vitest';
import type { LoadCredential } from '../../src/actiontrail/credentials.ts';
import { openCredentials } from '../../src/actiontrail/credentials.ts';
import { authorised } from '../../src/actiontrail/index.ts';
import { type LogLevel, type Observer, silent } from '../../src/model/observer.ts';
import { callAt, noon } from '../support/call.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { json, page, scriptedServer } from './support/scripted-server.ts';
import { accountAt, everythingIn, faultOf, lookUpOf, wireTo } from './support/wire.ts';

const minute = 60_000;
const canary = 'CANARY-sts-answer';
const session = (count: number) => ({
  accessKeyId: `STS.${count}`,
  accessKeySecret: 'canary-secret',
  securityToken: 'canary-token',
  type: 'sts',
  providerName: 'default/ecs_ram_role',
});

/** Credentials that a test hands out one by one. */
function loader() {
  const asked: PromiseWithResolvers<unknown>[] = [];
  const load: LoadCredential = () => {
    const one = Promise.withResolvers<unknown>();
    asked.push(one);
    return one.promise;
  };
  return { asked, load };
}

function openDefault(load: LoadCredential, observer: Observer = silent) {
  const clock = fakeClock('2026-11-20T12:00:00Z');
  const account = accountAt('http://127.0.0.1:1', { credentials: { type: 'default' } });
  return { clock, credentials: openCredentials(account, { clock, observer, load }) };
}

describe("credentials of Alibaba's default chain", () => {
  it('are loaded once for all who wait', async () => {
    const { asked, load } = loader();
    const { credentials } = openDefault(load);
    const waiting = Array.from({ length: 20 }, () => credentials.getCredential());
    asked[0]?.resolve(session(1));
    expect(new Set((await Promise.all(waiting)).map(({ accessKeyId }) => accessKeyId))).toEqual(
      new Set(['STS.1']),
    );
    expect(asked).toHaveLength(1);
  });

  it('are kept for five minutes, then refreshed once behind the back of those who ask', async () => {
    const { asked, load } = loader();
    const { clock, credentials } = openDefault(load);
    const first = credentials.getCredential();
    asked[0]?.resolve(session(1));
    await first;
    await clock.advance(5 * minute - 1);
    expect(await credentials.getCredential()).toMatchObject({ accessKeyId: 'STS.1' });
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(await credentials.getCredential()).toMatchObject({ accessKeyId: 'STS.1' });
    expect(await credentials.getCredential()).toMatchObject({ accessKeyId: 'STS.1' });
    asked[1]?.resolve(session(2));
    await clock.advance(0);
    expect(await credentials.getCredential()).toMatchObject({ accessKeyId: 'STS.2' });
    expect(asked).toHaveLength(2);
  });

  it('are waited for after ten minutes without a call', async () => {
    const { asked, load } = loader();
    const { clock, credentials } = openDefault(load);
    const first = credentials.getCredential();
    asked[0]?.resolve(session(1));
    await first;
    await clock.advance(10 * minute);
    const second = credentials.getCredential();
    asked[1]?.resolve(session(2));
    expect(await second).toMatchObject({ accessKeyId: 'STS.2' });
  });

  it('serve on when a refresh fails, which is tried again ten seconds later', async () => {
    const { asked, load } = loader();
    const { clock, credentials } = openDefault(load);
    const first = credentials.getCredential();
    asked[0]?.resolve(session(1));
    await first;
    await clock.advance(20 * minute);
    const second = credentials.getCredential();
    asked[1]?.reject(new Error(canary));
    expect(await second).toMatchObject({ accessKeyId: 'STS.1' });
    expect(await credentials.getCredential()).toMatchObject({ accessKeyId: 'STS.1' });
    expect(asked).toHaveLength(2);
    await clock.advance(10_000);
    void credentials.getCredential();
    expect(asked).toHaveLength(3);
  });

  it.each<[string, (one: PromiseWithResolvers<unknown> | undefined) => void]>([
    ['the chain finds none', (one) => one?.reject(new Error(`no credentials in ${canary}`))],
    ['they have no secret', (one) => one?.resolve({ accessKeyId: canary })],
  ])('are a fault without the text of the library when %s, and are tried anew', async (_, fail) => {
    const lines: [LogLevel, string, unknown][] = [];
    const observer: Observer = { ...silent, log: (...line) => void lines.push([line[0], line[1], line[2]]) };
    const { asked, load } = loader();
    const { credentials } = openDefault(load, observer);
    const fault = faultOf(credentials.getCredential());
    fail(asked[0]);
    expect(await fault).toMatchObject({ code: 'UPSTREAM_UNAUTHORIZED', detail: { account: 'main' } });
    expect(everythingIn(await fault) + JSON.stringify(lines)).not.toContain(canary);
    expect(lines).toEqual([['error', 'credentials could not be loaded', { account: 'main' }]]);
    const again = credentials.getCredential();
    asked[1]?.resolve(session(2));
    expect(await again).toMatchObject({ accessKeyId: 'STS.2' });
  });

  it('sign with their session token', async () => {
    const server = await scriptedServer(json(page([])));
    const accounts = [accountAt(server.url, { credentials: { type: 'default' } })];
    const { actionTrail } = wireTo(server.url, { accounts, loadCredential: async () => session(1) });
    await actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(server.asked[0]?.headers).toMatchObject({
      'x-acs-accesskey-id': 'STS.1',
      'x-acs-security-token': 'canary-token',
      'x-acs-credentials-provider': 'default/ecs_ram_role',
    });
  });

  it('are warmed at start; one account without any does not keep the others down', async () => {
    const server = await scriptedServer(json(page([])));
    const accounts = [
      accountAt(server.url),
      accountAt(server.url, { name: 'other', credentials: { type: 'default' } }),
    ];
    const { asked, load } = loader();
    const wire = wireTo(server.url, { accounts, loadCredential: load });
    const ready = wire.ready();
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.reject(new Error(canary));
    await ready;
    await expect(wire.actionTrail.lookUpEvents(lookUpOf(), callAt())).resolves.toBeDefined();
  });
});

describe('a call whose credentials are slow', () => {
  it('is refused at its deadline, before it has asked for a turn', async () => {
    const { asked, load } = loader();
    const { clock, credentials } = openDefault(load);
    let turns = 0;
    const next = {
      lookUpEvents: async () => {
        turns += 1;
        return { events: [], next: null };
      },
    };
    const layer = authorised({ credentialsOf: () => credentials, clock });
    const actionTrail = layer(next as unknown as Parameters<typeof layer>[0]);
    const fault = faultOf(actionTrail.lookUpEvents(lookUpOf(), callAt(noon, { deadline: 500 })));
    await clock.advance(500);
    expect((await fault).code).toBe('DEADLINE_EXCEEDED');
    asked[0]?.resolve(session(1));
    await actionTrail.lookUpEvents(lookUpOf(), callAt());
    expect(turns).toBe(1);
  });
});
