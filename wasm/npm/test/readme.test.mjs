/** The snippets of the README do what stands beside them. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, node, ofPackage, project, tools } from './project.mjs';

const snippets = [...ofPackage('README.md').matchAll(/^```(js|ts|sh) run\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({
  language,
  text,
}));

/** Each `prints: …` is the beginning of a printed line, in this order. */
function prints(text, printed) {
  const wanted = [...text.matchAll(/^(?:\/\/|#) prints: (.*)$/gm)].map(([, words]) => words);
  assert.ok(wanted.length > 0, 'the snippet says what it prints');
  const lines = printed.split('\n');
  for (const words of wanted) {
    const at = lines.findIndex((line) => line.startsWith(words));
    assert.notEqual(at, -1, `"${words}" in\n${printed}`);
    lines.splice(0, at + 1);
  }
}

test('every snippet is run', () => {
  const fences = [...ofPackage('README.md').matchAll(/^```(js|ts)\b(.*)$/gm)];
  assert.ok(fences.length > 5);
  for (const [, language, words] of fences) assert.equal(words, ' run', language);
});

for (const [nth, { language, text }] of snippets.entries()) {
  test(`snippet ${nth + 1}: ${text.split('\n')[0]}`, () => {
    if (language === 'sh') {
      const done = spawnSync(text.split('\n')[0].replace('npx', 'npx --no-install'), {
        cwd: project,
        shell: true,
        encoding: 'utf8',
      });
      assert.equal(done.status, 0, done.stderr);
      prints(text, done.stdout);
      return;
    }
    const path = folder(`readme-${nth}`, { [language === 'ts' ? 'main.mts' : 'main.mjs']: text });
    if (language === 'ts') {
      const options = [
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2022',
        '--lib',
        'es2022,dom',
        '--ignoreConfig',
        'main.mts',
      ];
      node(path, join(tools, 'typescript', 'bin', 'tsc'), ...options);
    }
    prints(text, node(path, 'main.mjs'));
  });
}
