// The one file that an old Node can read: it says what to do before TypeScript sources confuse it.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `Trailgraph needs Node 24.12 or newer and found ${process.version} (${process.execPath}).\n` +
      'Install Node 24 LTS and put it first on the PATH. In a checkout on Linux (x64, arm64) or Windows (x64), ' +
      '`npm ci` brings it along:\nrun that without --omit=optional and use the npm scripts.',
  );
  process.exit(1);
}
