import { ConfigError } from '../../src/config.ts';

/** What a configuration is refused with: its lines after the first, one for each problem. */
export function problemsOf(attempt: () => unknown): string[] {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.trim());
  }
  throw new Error('Expected a ConfigError, got a configuration.');
}
