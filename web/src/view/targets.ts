/** The databases to choose from: those that the configuration's schema names. */

import schema from '../../../docs/config.schema.json';

const names: readonly unknown[] = schema.definitions.TargetName.anyOf.flatMap((it) => ('enum' in it ? (it.enum ?? []) : []));

export const TARGETS: readonly string[] = names.filter((it) => typeof it === 'string');
