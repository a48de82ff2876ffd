/** The commands. One that has nothing to show says why. */

import {
  commands,
  ConfigurationTarget,
  type Diagnostic,
  type Disposable,
  languages,
  ProgressLocation,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';
import schema from '../../docs/config.schema.json';
import { contributes } from '../package.json';
import type { Extension } from './extension';
import { nameOf } from './kinds';
import { documentOf, pageOf, pageOfRule } from './pages';
import { counted } from './status';

/** The names of databases, as `shoring.toml` takes them. */
const TARGETS: readonly string[] = schema.definitions.TargetName.anyOf.flatMap((it) => ('enum' in it ? (it.enum ?? []) : []));

const WHAT_IT_DOES = 'Show What the Change Does';

export function register(extension: Extension): Disposable[] {
  const last = new LastDocument();
  const all: Record<string, (...given: unknown[]) => Promise<unknown>> = {
    'shoring.lintWorkspace': () => lintWorkspace(extension),
    'shoring.showDiff': () => withDiff(extension, last, showDiff),
    'shoring.showChange': () => withDiff(extension, last, showChange),
    'shoring.showSql': () => withDiff(extension, last, showSql),
    'shoring.explain': (rule) => explain(extension, last, rule),
    'shoring.chooseTarget': () => chooseTarget(extension, last),
    'shoring.showMenu': () => showMenu(extension, last),
    'shoring.showOutput': async () => extension.log.show(),
    'shoring.restart': () => extension.restart(),
  };
  const registered = Object.entries(all).map(([command, run]) =>
    commands.registerCommand(command, async (...given: unknown[]) => {
      try {
        await run(...given);
      } catch (error) {
        extension.log.error(`${command}:`, String(error));
        const words = error instanceof Error ? error.message : String(error);
        void window.showErrorMessage(`Shoring: ${words}`, 'Show the Log').then((choice) => choice && extension.log.show());
      }
    }),
  );
  return [last, ...registered];
}

/** The schema that a command is about: the one in the editor, or the last that was, where a preview is in front. */
class LastDocument implements Disposable {
  #uri: Uri | undefined;
  readonly #thing: Disposable;

  constructor() {
    this.#note();
    this.#thing = window.onDidChangeActiveTextEditor(() => this.#note());
  }

  dispose(): void {
    this.#thing.dispose();
  }

  get uri(): Uri | undefined {
    return this.#uri;
  }

  #note(): void {
    const uri = window.activeTextEditor && documentOf(window.activeTextEditor.document.uri);
    if (uri && /\.(prisma|sql)$/.test(uri.path)) this.#uri = uri;
  }
}

function tell(words: string): void {
  void window.showInformationMessage(words);
}

async function lintWorkspace(extension: Extension): Promise<void> {
  const work = { location: ProgressLocation.Window, title: 'Shoring looks at the workspace' };
  const { summary, states } = await window.withProgress(work, () => extension.lintWorkspace());
  if (states === 0) return tell('There is no schema in this workspace: no .prisma file, and no DDL in a .sql file.');
  const schemas = states === 1 ? 'one schema' : `${states} schemas`;
  if (summary.errors + summary.warnings + summary.infos === 0) return tell(`Nothing found in ${schemas}.`);
  await commands.executeCommand('workbench.actions.view.problems');
  tell(`${counted(summary)} in ${schemas}.`);
}

/** What a command about a change gets. */
interface Change {
  document: Uri;
  base: { name: string; text: string | null };
  sql: string | null;
}

async function withDiff(extension: Extension, last: LastDocument, show: (change: Change) => Promise<void>): Promise<void> {
  const document = last.uri;
  if (!document) return tell('Open a schema first: a .prisma file, or DDL in a .sql file.');
  const diff = await extension.diff(document.toString());
  if (diff) return show({ document, base: diff.base, sql: diff.sql });
  const reason = extension.status.get(document)?.baseReason;
  tell(`There is nothing to compare ${nameOf(document)} with: ${reason ?? 'no base is known yet'}.`);
}

async function showDiff({ document, base }: Change): Promise<void> {
  const name = nameOf(document);
  const current = await workspace.openTextDocument(document);
  if (base.text === null) {
    return offer(`${name} is not in ${base.name}: all of it is new.`);
  }
  if (base.text.replace(/\r\n/g, '\n') === current.getText().replace(/\r\n/g, '\n')) {
    return offer(`${name} is what it is in ${base.name}.`);
  }
  await commands.executeCommand('vscode.diff', pageOf('base', document), document, `${name} (${base.name} ↔ now)`);
}

async function showChange({ document }: Change): Promise<void> {
  await commands.executeCommand('markdown.showPreviewToSide', pageOf('change', document));
}

async function showSql({ document, sql, base }: Change): Promise<void> {
  if (sql === null || sql.trim() === '') {
    return offer(`From ${base.name} to ${nameOf(document)} there are no statements to show.`);
  }
  const page = await workspace.openTextDocument(pageOf('sql', document));
  await window.showTextDocument(page, { preview: true });
}

/** Says it, and offers the page of the change, which is about the schema as a whole. */
async function offer(words: string): Promise<void> {
  const choice = await window.showInformationMessage(words, WHAT_IT_DOES);
  if (choice) await commands.executeCommand('shoring.showChange');
}

async function explain(extension: Extension, last: LastDocument, given: unknown): Promise<void> {
  const rule = typeof given === 'string' ? given : await chooseRule(last);
  if (rule === undefined) return;
  if ((await extension.explain(rule)) === null) return tell(`There is no rule called ${rule}.`);
  await commands.executeCommand('markdown.showPreview', pageOfRule(rule));
}

/** One of the rules that found something in the document; those under the cursor come first. */
async function chooseRule(last: LastDocument): Promise<string | undefined> {
  const document = last.uri;
  if (!document) {
    tell('Open a schema first: the rules to choose from are those that found something in it.');
    return undefined;
  }
  const editor = window.activeTextEditor;
  const line = editor?.document.uri.toString() === document.toString() ? editor.selection.active.line : -1;
  const here = ({ range }: Diagnostic) => range.start.line <= line && line <= range.end.line;
  const found = languages.getDiagnostics(document).filter(({ source }) => source === 'shoring');
  const items = new Map<string, QuickPickItem>();
  for (const finding of [...found.filter(here), ...found.filter((it) => !here(it))]) {
    const rule = ruleOf(finding);
    const first = finding.message.split('\n')[0] ?? '';
    if (!items.has(rule)) items.set(rule, { label: rule, detail: `line ${finding.range.start.line + 1}: ${first}` });
  }
  if (items.size === 0) {
    tell(`No rule found anything in ${nameOf(document)}.`);
    return undefined;
  }
  if (items.size === 1) return [...items.keys()][0];
  return (await window.showQuickPick([...items.values()], { placeHolder: 'Which rule?' }))?.label;
}

function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function chooseTarget(extension: Extension, last: LastDocument): Promise<void> {
  const ours = workspace.getConfiguration('shoring');
  const set = ours.get('target', '');
  const status = last.uri && extension.status.get(last.uri);
  const inferred: QuickPickItem = {
    label: 'Infer it',
    description: 'from shoring.toml, else from the schema',
    ...(set === '' && { detail: status?.target ? `now: ${status.target.name} (${status.target.evidence})` : 'now' }),
  };
  const other: QuickPickItem = { label: 'A version…', description: 'as in mysql-8.0.34' };
  const items: QuickPickItem[] = [
    inferred,
    { label: 'For this workspace, in this editor', kind: QuickPickItemKind.Separator },
    ...TARGETS.map((label) => ({ label, ...(label === set && { description: 'set now' }) })),
    other,
  ];
  const choice = await window.showQuickPick(items, {
    title: 'Which database is it?',
    placeHolder: 'target in shoring.toml says it to everybody, CI included',
  });
  if (!choice) return;
  let target: string | undefined = choice.label;
  if (choice === inferred) target = undefined;
  if (choice === other) {
    target = await window.showInputBox({
      title: 'The database and its version',
      value: set || 'mysql-8.0',
      validateInput: (text) => (VERSION.test(text) ? undefined : 'a name, a dash and a version: mysql-8.0.34'),
    });
    if (target === undefined) return;
  }
  const folders = workspace.workspaceFolders?.length ?? 0;
  await ours.update('target', target, folders > 0 ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}

const VERSION = new RegExp(schema.definitions.TargetName.anyOf.flatMap((it) => ('pattern' in it ? [it.pattern] : []))[0] ?? '');

async function showMenu(extension: Extension, last: LastDocument): Promise<void> {
  const status = last.uri && extension.status.get(last.uri);
  const items = contributes.commands
    .filter(({ command }) => command !== 'shoring.showMenu')
    .map(({ command, title }) => ({ label: title, command }));
  const title = status ? `${nameOf(Uri.parse(status.uri))}: ${counted(status.summary)}` : 'Shoring';
  const choice = await window.showQuickPick(items, { title, placeHolder: 'What shall it do?' });
  if (choice) await commands.executeCommand(choice.command);
}
