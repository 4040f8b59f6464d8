#!/usr/bin/env bash
# Package: classic-level 3.0.0 (npm)
# Expected: A closed iterator keeps no entries.
# Behaviour: It keeps the entries of its last nextv until it is garbage. V8 does not count them, so it sees no reason to
#   collect. One more nextv before the close replaces them.
# Output seen: the megabytes that 100 closed iterators over 1 MB each keep, and how V8 counts them
#   closed: more than 90, external less than 5
#   closed after one more nextv: less than 10, external less than 5
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --no-package-lock classic-level@3.0.0

cat >probe.mjs <<'PROBE'
import { ClassicLevel } from 'classic-level';
const db = new ClassicLevel('db');
await db.open();
const batch = db.batch();
for (let n = 100; n < 200; n++) batch.put(`key ${n}`, 'x'.repeat(10_000));
await batch.write();

async function kept(count, isEmptied) {
  globalThis.gc();
  const before = process.memoryUsage.rss();
  const closed = [];
  for (let n = 0; n < count; n++) {
    const iterator = db.iterator({ highWaterMarkBytes: 2_000_000 });
    await iterator.nextv(99);
    if (isEmptied) await iterator.nextv(1);
    await iterator.close();
    closed.push(iterator);
  }
  globalThis.gc();
  const { rss, external } = process.memoryUsage();
  return { megabytes: (rss - before) / 1e6, external: external / 1e6, closed };
}

await kept(50, true);
const emptied = await kept(100, true);
const full = await kept(100, false);
const less = (value, than) => (value < than ? `less than ${than}` : `${than} or more`);
const words = ({ external }) => `external ${less(external, 5)}`;
console.log(`closed: ${full.megabytes > 90 ? 'more than 90' : '90 or less'}, ${words(full)}`);
console.log(`closed after one more nextv: ${less(emptied.megabytes, 10)}, ${words(emptied)}`);
PROBE
cat >expected <<'SEEN'
closed: more than 90, external less than 5
closed after one more nextv: less than 10, external less than 5
SEEN
node --expose-gc probe.mjs | tee seen || true
cmp -s expected seen || { echo 'The behaviour has changed: compare the lines above with the head of this script.'; exit 1; }
