/** Which files are read, and which never are. */

import { Uri, workspace } from 'vscode';

/** What may be, lead to, or configure a schema. `.gitignore` says what git leaves out, and stays here. */
export const WANTED = '**/{*.prisma,*.sql,shoring.toml,package.json,.pscale.yml,.gitignore}';

/** Never looked into: what is installed, and hidden folders. */
export const NEVER = '**/{node_modules,.*}/**';

export function isWanted(uri: Uri): boolean {
  const name = nameOf(uri);
  return /\.(prisma|sql)$/.test(name) || ['shoring.toml', 'package.json', '.pscale.yml', '.gitignore'].includes(name);
}

/** Whether it lies in a folder that is never looked into; folders above the workspace's do not count. */
export function isNever(uri: Uri): boolean {
  const folder = workspace.getWorkspaceFolder(uri);
  const path = folder ? uri.path.slice(folder.uri.path.length) : uri.path;
  return path
    .split('/')
    .slice(0, -1)
    .some((name) => name === 'node_modules' || (name.startsWith('.') && name !== '.' && name !== '..'));
}

export function isIgnoreFile(uri: Uri): boolean {
  return nameOf(uri) === '.gitignore';
}

export function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The folder that a file or folder lies in. */
export function folderOf(uri: Uri): Uri {
  return Uri.joinPath(uri, '..');
}

/** The path from a folder to what lies below it, without a slash before it; none where it does not. */
export function below(folder: Uri, uri: Uri): string | undefined {
  if (folder.scheme !== uri.scheme || folder.authority !== uri.authority) return undefined;
  const start = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(start) ? uri.path.slice(start.length) : undefined;
}
