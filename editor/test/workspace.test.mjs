/** What lies in a workspace: several files, several folders, what comes and goes, what is left out. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, rulesOf, until } from './vscode.mjs';

const DATASOURCE = 'datasource db {\n  provider     = "mysql"\n  relationMode = "prisma"\n}\n';
const SELLER = 'model Seller {\n  id    Int    @id\n  items Item[]\n}\n';
const ITEM =
  'model Item {\n  id       Int    @id\n  sellerId Int\n  seller   Seller @relation(fields: [sellerId], references: [id])\n}\n';
const ONE = `${DATASOURCE}\n${SELLER}\n${ITEM}`;
const RULE = 'missing-foreign-key-index';

for (const isSearchable of [true, false]) {
  const how = isSearchable ? 'found by a search' : 'where nothing can be searched';
  test(`a schema of several files, ${how}`, async (t) => {
    const folder = '/project/prisma/schema';
    const files = {
      [`${folder}/main.prisma`]: DATASOURCE,
      [`${folder}/seller.prisma`]: SELLER,
      [`${folder}/item.prisma`]: ITEM,
    };
    const code = await open(t, { files, isSearchable });
    await code.ask('open', `${folder}/item.prisma`);
    await code.shows(`${folder}/item.prisma`, RULE);
    await code.statusSays(/planetscale/);
  });
}

test('a mistake in shoring.toml is underlined where it stands; mended, it counts', async (t) => {
  const files = { '/project/schema.prisma': ONE, '/project/shoring.toml': '[rules]\nmissing-foreign-key-index = "loud"\n' };
  const code = await open(t, { files });
  await code.ask('open', '/project/schema.prisma');
  await code.ask('open', '/project/shoring.toml');
  await until(async () => (await code.findings('/project/shoring.toml')).length > 0, 'the mistake is not told');
  const [mistake] = await code.findings('/project/shoring.toml');
  assert.equal(mistake?.line, 2);
  assert.equal(mistake.severity, 'error');
  await code.ask('replace', '/project/shoring.toml', 'loud', 'warning');
  await until(async () => (await code.findings('/project/shoring.toml')).length === 0, 'the mistake is still told');
  await until(
    async () => (await code.findings('/project/schema.prisma'))[0]?.severity === 'warning',
    'the severity does not count',
  );
  await code.ask('replace', '/project/shoring.toml', 'warning', 'off');
  await code.shows('/project/schema.prisma');
});

test('two folders, each with its own configuration and its own base', async (t) => {
  const base = ONE.replace('sellerId Int', 'sellerId Int\n  title    String');
  const commit = { '/shop/schema.prisma': base };
  const git = {
    repositories: [
      {
        root: '/shop',
        head: { name: 'topic', commit: 'beef' },
        remotes: [],
        revisions: { 'refs/heads/main': 'cafe' },
        mergeBases: { cafe: 'cafe' },
        commits: { cafe: commit, beef: commit },
      },
    ],
  };
  const files = {
    '/shop/schema.prisma': ONE,
    '/blog/schema.prisma': ONE,
    '/blog/shoring.toml': `[rules]\n${RULE} = "off"\n`,
  };
  const code = await open(t, { files, folders: ['/shop', '/blog'], with: ['git'], git });
  await code.ask('open', '/blog/schema.prisma');
  await until(async () => /no git repository/.test(await code.tooltip()), 'the second folder has a base');
  await code.shows('/blog/schema.prisma');
  await code.ask('open', '/shop/schema.prisma');
  await until(async () => /main at cafe/.test(await code.tooltip()), 'the first folder has no base');
  await until(
    async () => rulesOf(await code.findings('/shop/schema.prisma')).includes('drop-column'),
    'the dropped column is not told',
  );
  assert.match(rulesOf(await code.findings('/shop/schema.prisma')), new RegExp(RULE));
  // One that joins later.
  await code.ask('write', '/third/schema.prisma', ONE);
  await code.ask('addFolder', '/third');
  await code.ask('open', '/third/schema.prisma');
  await code.shows('/third/schema.prisma', RULE);
});

test('a file that is renamed while it is open takes its findings along', async (t) => {
  const code = await open(t, { files: { '/project/schema.prisma': ONE } });
  await code.ask('open', '/project/schema.prisma');
  await code.shows('/project/schema.prisma', RULE);
  await code.ask('rename', '/project/schema.prisma', '/project/other.prisma');
  await code.shows('/project/other.prisma', RULE);
  await code.shows('/project/schema.prisma');
});

test('a file that is deleted while it is open has no findings, and is no part of the schema any more', async (t) => {
  const folder = '/project/prisma/schema';
  const files = { [`${folder}/main.prisma`]: DATASOURCE + SELLER, [`${folder}/item.prisma`]: ITEM };
  const code = await open(t, { files });
  await code.ask('open', `${folder}/main.prisma`);
  await code.ask('open', `${folder}/item.prisma`);
  await code.shows(`${folder}/item.prisma`, RULE);
  await code.ask('delete', `${folder}/item.prisma`);
  await code.shows(`${folder}/item.prisma`);
});

test('what comes and goes behind the back of the editor is noticed, whole folders too', async (t) => {
  const folder = '/project/prisma/schema';
  const code = await open(t, { files: { [`${folder}/main.prisma`]: DATASOURCE, [`${folder}/models/item.prisma`]: ITEM } });
  await code.ask('open', `${folder}/models/item.prisma`);
  await code.statusSays(/planetscale/);
  await code.ask('write', `${folder}/models/seller.prisma`, SELLER);
  await code.shows(`${folder}/models/item.prisma`, RULE);
  await code.ask('write', `${folder}/models/seller.prisma`, SELLER.replace('items Item[]', 'items Item[]\n  more Item[]'));
  await code.ask('renameBehind', `${folder}/models`, `${folder}/tables`);
  // The editor still shows the text of the file that was moved; it does not count any more.
  await code.ask('open', `${folder}/tables/item.prisma`);
  await code.shows(`${folder}/tables/item.prisma`, RULE);
  await code.shows(`${folder}/models/item.prisma`);
  assert.ok((await code.ask('tabs')).filter((it) => it === 'item.prisma').length === 2);
});

test('what git ignores and what is installed is not looked at', async (t) => {
  const files = {
    '/project/schema.prisma': ONE,
    '/project/.gitignore': 'generated/\n*.local.prisma\n',
    '/project/generated/schema.prisma': ONE,
    '/project/mine.local.prisma': ONE,
    '/project/node_modules/a/schema.prisma': ONE,
    '/project/.hidden/schema.prisma': ONE,
  };
  const code = await open(t, { files });
  await code.ask('open', '/project/schema.prisma');
  await code.shows('/project/schema.prisma', RULE);
  await code.command('shoring.lintWorkspace');
  await code.isTold(/^1 error in one schema\.$/);
  await code.ask('write', '/project/.gitignore', '');
  await until(async () => {
    await code.ask('run', 'shoring.lintWorkspace');
    return (await code.notifications()).some((it) => /3 errors in 3 schemas/.test(it));
  }, 'what is ignored no more is not looked at');
});

test('the whole workspace: what no editor shows is in the list of problems', async (t) => {
  const code = await open(t, { files: { '/project/a/schema.prisma': ONE, '/project/b/schema.prisma': ONE } });
  await code.ask('open', '/project/a/schema.prisma');
  await code.command('shoring.lintWorkspace');
  await code.isTold(/2 errors in 2 schemas/);
  await code.shows('/project/b/schema.prisma', RULE);
  await code.page.locator('.markers-panel').getByText('schema.prisma').nth(1).waitFor();
});

test('a workspace without a schema is told to have none', async (t) => {
  const code = await open(t, { files: { '/project/shoring.toml': '', '/project/a.txt': 'a' } });
  await code.ask('open', '/project/a.txt');
  await code.command('shoring.lintWorkspace');
  await code.isTold(/There is no schema in this workspace/);
  await code.command('shoring.showDiff');
  await code.isTold(/Open a schema first/);
});

test('a file that is too large or no text is left out, and that is said', async (t) => {
  const code = await open(t, { files: { '/project/schema.prisma': ONE, '/project/dump.sql': '-- x\n'.repeat(1_800_000) } });
  await code.ask('open', '/project/schema.prisma');
  await code.shows('/project/schema.prisma', RULE);
  await until(async () => /dump\.sql: it is larger than 8 MB/.test(await code.tooltip()), 'the tooltip does not say it');
  await code.ask('delete', '/project/dump.sql');
  await code.ask('write', '/project/latin.sql', [0x2d, 0x2d, 0x20, 0xe9, 0x0a]);
  await until(async () => /latin\.sql: it is not UTF-8/.test(await code.tooltip()), 'the tooltip does not say it');
});

test('a text that was never saved is looked at', async (t) => {
  const code = await open(t, { files: { '/project/a.txt': 'a' } });
  await code.ask('untitled', 'prisma', ONE);
  await until(async () => (await code.ask('allFindings')).some(({ rule }) => rule === RULE), 'nothing is found');
});
