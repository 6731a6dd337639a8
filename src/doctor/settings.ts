import { type Config, doubtfulRegions } from '../config.ts';
import type { Finding } from './finding.ts';

/** What can be said of a valid configuration without asking anybody. */
export function checkSettings(config: Config): Finding[] {
  const { file, accounts, cursors, quota } = config;
  const read: Finding = { check: 'configuration', status: 'ok', found: `${file ?? 'no file: the defaults'}` };
  const findings = [read];
  if (accounts === 'emulator') {
    findings.push({
      check: 'accounts',
      status: 'warning',
      found: 'none: every event is invented, and there is nothing to ask Alibaba Cloud',
      advice: 'Name your account in `accounts`, see trailgraph.example.yaml.',
    });
  }
  for (const { account, region, message } of accounts === 'emulator' ? [] : doubtfulRegions(accounts)) {
    const advice = 'If it is new, all is well: see whether its address answers.';
    findings.push({ check: 'region', status: 'warning', account, region, found: message, advice });
  }
  if (cursors.keys.length === 0) {
    findings.push({
      check: 'cursors.keys',
      status: quota.replicas > 1 ? 'failed' : 'warning',
      found: 'none: cursors survive no restart, and work on no other replica',
      advice: 'Make one with `openssl rand -base64 32`, the same for all replicas.',
    });
  }
  return findings;
}
