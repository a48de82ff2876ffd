/**
 * Stands where VS Code's own git extension is, which is not made for browsers: the same interface, over repositories that a test
 * describes. It fails in the way that the real one does, and answers paths of a disk, as git does.
 */

const vscode = require('vscode');

/**
 * repositories: { root, head: { name, commit } | null, remotes: string[], revisions: { name: commit }, mergeBases: { commit: commit },
 * commits: { commit: { path: text } } }
 */
exports.activate = async (context) => {
  const { scheme, authority } = context.extensionUri;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = (folder?.uri ?? vscode.workspace.workspaceFile).authority;
  let { git } = await (await fetch(`${scheme}://${authority}/session/${name}`)).json();
  const event = () => new vscode.EventEmitter();
  const [enabled, stateChanged, opened, closed] = [event(), event(), event(), event()];
  const states = new Map();
  const error = (stderr, gitErrorCode) => Object.assign(new Error('Failed to execute git'), { stderr, gitErrorCode });
  const known = () => git?.repositories ?? [];

  function repository(at) {
    const description = () => known().find(({ root }) => root === at);
    if (!states.has(at)) states.set(at, event());
    const files = (commit) => {
      const found = description().commits[commit];
      if (!found) throw error(`fatal: bad object ${commit}`);
      return found;
    };
    return {
      rootUri: vscode.Uri.file(at),
      state: {
        get HEAD() {
          return description().head ?? undefined;
        },
        get remotes() {
          return (description().remotes ?? []).map((it) => ({ name: it }));
        },
        onDidChange: states.get(at).event,
      },
      async getCommit(revision) {
        const commit = description().revisions[revision] ?? (description().commits[revision] ? revision : undefined);
        if (!commit) throw error(`fatal: ambiguous argument '${revision}': unknown revision`, 'BadRevision');
        return { hash: commit };
      },
      getMergeBase: async (_, other) => (description().mergeBases ?? {})[other],
      async diffWith(commit) {
        const all = Object.keys(files(commit)).map((path) => vscode.Uri.file(path));
        const gone = [];
        for (const uri of all) {
          try {
            await vscode.workspace.fs.stat(vscode.Uri.from({ scheme: 'memfs', authority: name, path: uri.path }));
          } catch {
            gone.push(uri);
          }
        }
        return gone.map((uri) => ({ uri, originalUri: uri, renameUri: undefined, status: 6 }));
      },
      async show(commit, path) {
        const text = files(commit)[path];
        if (git.isBroken) throw error('fatal: unable to read tree');
        if (text === undefined) throw error(`fatal: path '${path}' exists on disk, but not in '${commit}'`, 'WrongCase');
        return text;
      },
    };
  }

  return {
    get enabled() {
      return git?.enabled ?? true;
    },
    onDidChangeEnablement: enabled.event,
    getAPI: () => ({
      state: 'initialized',
      onDidChangeState: stateChanged.event,
      onDidOpenRepository: opened.event,
      onDidCloseRepository: closed.event,
      getRepository(uri) {
        const found = known().find(({ root }) => uri.path === root || uri.path.startsWith(`${root}/`));
        return found ? repository(found.root) : null;
      },
    }),
    change(to) {
      const before = new Set(known().map(({ root }) => root));
      const was = git?.enabled ?? true;
      git = to;
      for (const { root } of known()) if (!before.has(root)) opened.fire(repository(root));
      for (const state of states.values()) state.fire();
      if (was !== (git.enabled ?? true)) enabled.fire(git.enabled ?? true);
    },
  };
};
