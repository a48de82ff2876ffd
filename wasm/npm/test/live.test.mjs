/** A workspace that is edited says what `lint` says of the same text: findings that were told before move with their text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './project.mjs';

const { lint, Workspace } = await load();

/** Models with findings and fixes before and behind each place, and words that count differently in each unit. */
function schema(models) {
  let text = 'datasource db {\n  provider = "mysql"\n  relationMode = "prisma"\n}\n';
  for (let nth = 0; nth < models; nth++) {
    const words = nth % 3 === 0 ? ' /// 당근 🥕' : '';
    const next = (nth + 1) % models;
    text += `\nmodel M${nth} {\n  id Int @id\n  name String${words}\n  m${next}Id Int\n`;
    text += `  other M${next} @relation("R${nth}", fields: [m${next}Id], references: [id])\n  back M${(nth + models - 1) % models}[] @relation("R${(nth + models - 1) % models}")\n`;
    text += nth % 4 === 0 ? '\n  @@index([name])\n  @@index([name, id])\n}\n' : '}\n';
  }
  return text;
}

/** Numbers that look like chance, and are the same each time. */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TYPED = [
  'x',
  ' ',
  '\n',
  '🥕',
  '한',
  '?',
  '@@index([id])\n',
  '  // words\n',
  '',
  '',
  '}',
  '\nmodel New {\n  id Int @id\n}\n',
  '"',
];

for (const positions of ['utf-16', 'utf-8', 'characters']) {
  test(`edits one after another, in ${positions}`, () => {
    const workspace = new Workspace({ positions });
    const files = { 'a.prisma': schema(12), 'b.prisma': 'model Other {\n  name String\n}\n' };
    for (const [path, text] of Object.entries(files)) workspace.open({ path, text });
    const below = chance(7);
    let kept = 0;
    for (let nth = 0; nth < 400; nth++) {
      const path = below(10) === 0 ? 'b.prisma' : 'a.prisma';
      const characters = [...files[path]];
      const start = below(characters.length + 1);
      const end = Math.min(start + below(3), characters.length);
      const typed = TYPED[below(TYPED.length)];
      const measure = (text) => (positions === 'utf-16' ? text.length : Buffer.byteLength(text));
      const before = characters.slice(0, start).join('');
      const gone = characters.slice(start, end).join('');
      const edit = { start: measure(before), end: measure(before + gone), text: typed };
      workspace.change(path, [edit]);
      files[path] = before + typed + characters.slice(end).join('');
      assert.equal(workspace.text(path), files[path]);
      // Several edits between two questions.
      if (below(3) === 0) continue;
      const asked = workspace.lint();
      assert.deepEqual(asked, lint(files, { positions }), `after edit ${nth}`);
      if (asked.findings.some((finding) => finding === kept)) kept = undefined;
      else if (kept !== undefined) kept = asked.findings.at(0);
      // A schema that is broken for good says little: begin again.
      if (nth % 40 === 39) {
        files['a.prisma'] = schema(12);
        workspace.open({ path: 'a.prisma', text: files['a.prisma'] });
      }
    }
    assert.equal(kept, undefined, 'some finding stays the same object');
    workspace.free();
  });
}
