/** What changes, against where the git branch began. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, until } from './vscode.mjs';

const SCHEMA = '/project/prisma/schema.prisma';

const BASE = `datasource db {
  provider     = "mysql"
  relationMode = "prisma"
}

model Product {
  id    Int    @id @default(autoincrement())
  title String @db.VarChar(100)
}
`;

/** A repository on a branch that was begun where its files were these. */
function branch(/** @type {Record<string, string>} */ files, root = '/project') {
  return {
    root,
    head: { name: 'feature', commit: 'beef' },
    remotes: ['origin'],
    revisions: { 'refs/remotes/origin/HEAD': 'cafe', 'origin/release': 'feed' },
    mergeBases: { cafe: 'c0ffee', feed: 'decade' },
    commits: { cafe: files, c0ffee: files, beef: files, feed: files, decade: files },
  };
}

const GIT = { repositories: [branch({ [SCHEMA]: BASE })] };

test('a field that is renamed would drop its column; @map keeps it', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: BASE }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await code.statusSays(/planetscale/);
  await code.ask('replace', SCHEMA, 'title String', 'headline String');
  const [finding] = await code.shows(SCHEMA, 'probable-column-rename');
  assert.equal(finding?.severity, 'error');
  assert.match(finding.message, /headline looks like title/);
  await until(async () => /origin\/HEAD at c0ffee/.test(await code.tooltip()), 'the tooltip does not name the base');
  await code.ask('act', SCHEMA, 'headline', 'Keep');
  assert.match(
    await code.ask('text', SCHEMA),
    /headline String @map\("title"\) @db\.VarChar\(100\)|headline String @db\.VarChar\(100\) @map\("title"\)/,
  );
  await code.shows(SCHEMA);
});

test('the base beside the editor', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: BASE.replace('title', 'headline') }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, 'probable-column-rename');
  await code.command('shoring.showDiff');
  await code.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
  await until(
    async () => (await code.ask('tabs')).some((/** @type {string} */ it) => /schema\.prisma \(origin\/HEAD ↔ now\)/.test(it)),
    'no diff',
  );
  const [base] = (await code.ask('editors')).filter(({ uri }) => uri.startsWith('shoring:'));
  assert.equal(base?.text, BASE);
  assert.equal(base.language, 'prisma');
});

test('what the change does, as a page that follows the text', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: BASE.replace('title', 'headline') }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, 'probable-column-rename');
  await code.command('shoring.showChange');
  await until(async () => /probable-column-rename/.test(await code.preview()), 'the page does not tell of it');
  await code.ask('replace', SCHEMA, '@db.VarChar(100)', '@db.VarChar(50)');
  await until(async () => /drop-column/.test(await code.preview()), 'the page does not follow');
});

test('the SQL of the change', async (t) => {
  const text = BASE.replace('}\n', '}\n\nmodel Tag {\n  id Int @id\n}\n');
  const code = await open(t, { files: { [SCHEMA]: text }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await until(async () => /origin\/HEAD/.test(await code.tooltip()), 'no base');
  await code.command('shoring.showSql');
  await until(
    async () =>
      (await code.ask('editors')).some(
        ({ uri, language, text }) => uri.startsWith('shoring:') && language === 'sql' && /CREATE TABLE `Tag`/.test(text),
      ),
    'no SQL',
  );
});

test('what is as it was, new, or without a base is said', async (t) => {
  const other = '/project/other.prisma';
  const code = await open(t, { files: { [SCHEMA]: BASE, [other]: BASE.replace('Product', 'Other') }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await until(async () => /origin\/HEAD/.test(await code.tooltip()), 'no base');
  await code.command('shoring.showDiff');
  await code.isTold(/schema\.prisma is what it is in origin\/HEAD/);
  await code.ask('git', { repositories: [] });
  await until(async () => /no git repository/.test(await code.tooltip()), 'the tooltip does not say why there is no base');
  await code.command('shoring.showChange');
  await code.isTold(/nothing to compare schema\.prisma with: the folder is in no git repository/);
});

test('the base follows the repository, shoring.toml and the setting', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: BASE.replace('title', 'headline') }, with: ['git'], git: GIT });
  await code.ask('open', SCHEMA);
  await code.shows(SCHEMA, 'probable-column-rename');
  // Somebody merged, and this branch was begun anew.
  const merged = branch({ [SCHEMA]: BASE.replace('title', 'headline') });
  await code.ask('git', { repositories: [{ ...merged, mergeBases: { cafe: 'beef', feed: 'decade' } }] });
  await code.shows(SCHEMA);
  await code.ask('git', GIT);
  await code.shows(SCHEMA, 'probable-column-rename');
  await code.ask('write', '/project/shoring.toml', 'base = "origin/release"\n');
  await until(async () => /origin\/release at decade/.test(await code.tooltip()), 'shoring.toml does not count');
  await code.shows(SCHEMA, 'probable-column-rename');
  await code.ask('set', 'shoring.base', 'no-such-branch');
  await until(async () => /no-such-branch/.test(await code.tooltip()), 'the setting does not count');
});

test('without git there is a word why', async (t) => {
  const code = await open(t, { files: { [SCHEMA]: BASE } });
  await code.ask('open', SCHEMA);
  await until(async () => /git extension is not here/.test(await code.tooltip()), 'the tooltip does not say it');
  await code.command('shoring.showDiff');
  await code.isTold(/nothing to compare schema\.prisma with: VS Code's git extension is not here/);
});

test('where git fails, nothing is taken for new', async (t) => {
  const text = BASE.replace('title', 'headline');
  const code = await open(t, { files: { [SCHEMA]: text }, with: ['git'], git: { ...GIT, isBroken: true } });
  await code.ask('open', SCHEMA);
  await until(async () => /git could not tell/.test(await code.tooltip()), 'the tooltip does not say it');
  await code.shows(SCHEMA);
});

test('a schema of several files: what has gone since, and was renamed, is a part of the base', async (t) => {
  const base = {
    '/project/prisma/schema/main.prisma': BASE,
    '/project/prisma/schema/old.prisma': 'model Gone {\n  id Int @id\n}\n',
  };
  const files = {
    '/project/prisma/schema/main.prisma': BASE,
    '/project/prisma/schema/new.prisma': 'model Come {\n  id   Int    @id\n  name String\n}\n',
  };
  const code = await open(t, { files, with: ['git'], git: { repositories: [branch(base)] } });
  await code.ask('open', '/project/prisma/schema/new.prisma');
  await until(async () => /origin\/HEAD/.test(await code.tooltip()), 'no base');
  await code.command('shoring.showChange');
  await until(async () => /Gone/.test(await code.preview()), 'the table that has gone is not told of');
});
