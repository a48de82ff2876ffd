/** The settings, as the server takes them. */

import { extensions, workspace } from 'vscode';
import type { Settings } from './protocol';

export const PRISMA = 'Prisma.prisma';

export function settings(): Settings {
  const ours = workspace.getConfiguration('shoring');
  return {
    target: ours.get('target', ''),
    config: ours.get('config', ''),
    base: ours.get('base', ''),
    run: ours.get<Settings['run']>('run', 'onType'),
    inlayHints: { databaseTypes: ours.get('inlayHints.databaseTypes', false) },
    alsoReportedByPrisma: ours.get<Settings['alsoReportedByPrisma']>('alsoReportedByPrisma', 'hide'),
    prismaIsActive: extensions.getExtension(PRISMA)?.isActive ?? false,
  };
}
