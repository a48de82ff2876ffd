// Generated from the code, do not edit: cargo xtask codegen

/** Whether a fix may be applied without asking. */
export type Applicability = "safe" | "unsafe";

/** The commit that the state before was read from. */
export interface Base {
  /** Its full name. */
  commit: string;
  /** What tells that it is the base. */
  evidence: string;
  /** How a person calls it: `origin/main`. */
  name: string;
}

/** One difference between two states. */
export interface Change {
  /** As it is. */
  after?: string;
  /** What of it differs, where one thing does: `type`, `nullability`, `default`, `order`, … */
  aspect?: string;
  /** Where it was. */
  base?: Place;
  /** As it was. */
  before?: string;
  /** `table`, `column`, `index`, `foreign_key`, `check`, `view`, `routine` or `setting`. */
  entity: string;
  /** Where it is. */
  head?: Place;
  /** Its number, from 0: findings and statements name it. */
  id: number;
  /** `create`, `drop`, `alter` or `rename`. */
  kind: string;
  /** The name in the database; columns in parentheses where it has none. */
  name: string;
  /** The table, by its name in the database after the change (before it, where it is dropped). */
  table?: string;
}

/** The kinds of reasons. */
export type Code = "invalid-argument" | "invalid-options" | "invalid-edit" | "too-large" | "not-utf8" | "unknown-language" | "mixed-languages" | "dialects-differ" | "unresolved-rename" | "duplicate-path" | "not-open" | "unknown-rule" | "not-included" | "not-ready" | "panicked" | "ended";

/** The configuration of Shoring: what a project wants */
export interface Config {
  /** What a branch is compared with: a revision of git */
  base?: string;
  /** Tables that are read, never linted and never diffed: globs of their names in the database */
  "ignore-tables"?: Glob | Glob[];
  /** How severe rules are in some files; later ones win */
  overrides?: Override[];
  /** How severe rules are */
  rules?: Rules;
  /** What is looked at when no path is named: files and folders, relative to the folder of this file */
  schema?: string | string[];
  /** The database, as `--target` takes it; inferred from the schema where absent */
  target?: TargetName;
}

/** Replaces `start..end` of a file by `text`: bytes, or UTF-16 code units where positions were asked for in these. */
export interface Edit {
  /** Where that ends. */
  end: number;
  /** The file. */
  file: string;
  /** Where what it replaces begins. */
  start: number;
  /** What comes in its place. */
  text: string;
}

/** One thing that is wrong. */
export interface Finding {
  /** `correctness`, `safety`, `performance`, `compatibility` or `style`. */
  category: string;
  /** The changes that it is about. */
  changes?: number[];
  /** What others that tell it call it, Prisma's own check among them: `{ "planetscale": "NO_UNIQUE_KEY" }`. */
  codes?: Record<string, string>;
  /** The file. */
  file: string;
  /** The same for the same finding wherever its text moves: made of the rule, the dialect and the names. */
  fingerprint: string;
  /** Ways to mend it, the best first. */
  fixes: Fix[];
  /** What to do. */
  help?: string;
  /** What to see there. */
  label?: string;
  /** Other places that explain it. */
  labels?: Label[];
  /** What is wrong. */
  message: string;
  /** Why it matters. */
  note?: string;
  /** The query that shows that the data is safe: it answers 0, or no row, where it is. */
  proof?: string;
  /** The rule that found it. */
  rule: string;
  /** How bad it is on this target. */
  severity: Severity;
  /** The place to look at first. */
  span: Span;
  /** The steps that avoid it, in order. */
  steps?: string[];
  /** What it is about. */
  subject: Subject;
  /** The rule's page. */
  url: string;
  /**
   * What a change does: `loses-data`, `breaks-running-code`, `may-fail-on-rows`, `platform-refuses`, `changes-values`,
   * `blocks-writes`, `blocks-reads`, `rewrites-table`, `not-revertible`.
   */
  verdicts?: string[];
}

/** A way to mend a finding. */
export interface Fix {
  /** Whether it may be applied without asking. */
  applicability: Applicability;
  /** The edits, applied together. */
  edits: Edit[];
  /** What it does. */
  title: string;
}

/** `*` is any text without `/`, `**` any folders, `?` one character, `[ab]` one of these, `{a,b}` one of these texts */
export type Glob = string;

/** A place with a few words. */
export interface Label {
  /** The file. */
  file: string;
  /** What to see there. */
  message: string;
  /** Where. */
  span: Span;
}

/** `off`, a severity, or `on`: as severe as the rule itself says */
export type Level = "off" | "info" | "warning" | "error" | "on";

/** Levels for some files. */
export interface Override {
  /** The files and folders, as globs relative to the folder of shoring.toml */
  paths: Glob[];
  /** The levels of rules there */
  rules: Rules;
}

/** A place in a file. */
export interface Place {
  /** The file. */
  file: string;
  /** Where. */
  span: Span;
}

/** A place in a file. */
export interface Position {
  /** From 1, in the unit that was asked for; characters on the command line. */
  column: number;
  /** From 1. */
  line: number;
  /** What stands before it in the file: bytes, or UTF-16 code units where positions were asked for in these. */
  offset: number;
}

/** What places count */
export type Positions = "characters" | "utf-8" | "utf-16";

/** A file that was read. */
export interface ReadFile {
  /** `prisma` or `sql`. */
  language: string;
  /** Its path, as it was given. */
  path: string;
  /** What was stepped over. */
  skipped: Skipped[];
  /** The database it is for. */
  target: TargetWithEvidence;
  /** Blocks or statements. */
  total: number;
  /** Blocks or statements of which nothing was stepped over. */
  understood: number;
}

/** Why something that was asked for was not done. The codes are stable, the words are for people. */
export interface Refusal {
  /** Which kind of reason. */
  code: Code;
  /** What to do. */
  help?: string;
  /** The reason. */
  message: string;
}

/** Something that was renamed, or probably was. */
export interface Rename {
  /** The table of a column, by its name before, where that is another. */
  base_table?: string;
  /** Its owner says so: then it is a change of kind `rename`, else one is dropped and one created. */
  declared: boolean;
  /** `table` or `column`. */
  entity: string;
  /** The name before. */
  from: string;
  /** Why. */
  reasons: string[];
  /** How sure it is, from 0.5 to 1; 1 where its owner says so. */
  score: number;
  /** The table of a column, by its name after. */
  table?: string;
  /** The name after. */
  to: string;
}

/** What was found, and in what. */
export interface Report {
  /** The state before, where it is a commit. */
  base?: Base;
  /** What differs between two states; absent where one is looked at. */
  changes?: Change[];
  /** The files that were read. */
  files: ReadFile[];
  /** The findings, in the order of the files and of the text in them. */
  findings: Finding[];
  /** What else a person should know, one sentence each. */
  notes?: string[];
  /** What was renamed, or probably was. */
  renames?: Rename[];
  /**
   * The SQL that makes the changes, or the state that was to be written as SQL, in an order in which each statement applies; absent
   * where the dialect is not written yet.
   */
  statements?: Statement[];
  /** How many findings of each severity. */
  summary: Summary;
  /** The database; absent when the files are for several. */
  target?: TargetWithEvidence;
  /** The version of this format. */
  version: number;
}

/** A rule. */
export interface Rule {
  /** `correctness`, `safety`, `performance`, `compatibility` or `style`. */
  category: string;
  /** What it can do about its findings: `none`, `safe` or `unsafe`. */
  fix: string;
  /** Its name, as findings carry it. */
  name: string;
  /** `error`, `warning` or `info`, where it does not depend on the target. */
  severity: string;
  /** The release that brought it. */
  since: string;
  /** What it finds, in one line. */
  summary: string;
  /** The address of its page. */
  url: string;
}

/** The page of a rule. */
export interface RulePage {
  /** `correctness`, `safety`, `performance`, `compatibility` or `style`. */
  category: string;
  /** What it can do about its findings: `none`, `safe` or `unsafe`. */
  fix: string;
  /** Its name, as findings carry it. */
  name: string;
  /** What it does, why that is bad, and examples, as Markdown. */
  page: string;
  /** `error`, `warning` or `info`, where it does not depend on the target. */
  severity: string;
  /** The release that brought it. */
  since: string;
  /** What it finds, in one line. */
  summary: string;
  /** The address of its page. */
  url: string;
}

export interface Rules {
  /** a referential action that Prisma's client cannot keep */
  "action-not-emulated"?: Level;
  /** a new required column without a default that the rows could get */
  "add-required-column"?: Level;
  /** a new unique key on rows that may not be unique */
  "add-unique-index"?: Level;
  /** several relations between two models that nothing tells apart */
  "ambiguous-relation"?: Level;
  /** AUTO_INCREMENT without a key that begins with it */
  "auto-increment-not-first-in-key"?: Level;
  /** AUTO_INCREMENT on a column that does not count */
  "auto-increment-not-integer"?: Level;
  /** a primary key over a TEXT or BLOB column */
  "blob-in-primary-key"?: Level;
  /** a change to a column or key that is not there */
  "change-target-missing"?: Level;
  /** a type of another kind, into which the values are converted */
  "change-type"?: Level;
  /** a collation of another character set */
  "charset-collation-mismatch"?: Level;
  /** a character set that few servers and tools take */
  "charset-not-allowed"?: Level;
  /** a key that the client calls like something else */
  "client-name-conflict"?: Level;
  /** a provider that is another database than the target */
  "datasource-provider-vs-dialect"?: Level;
  /** a comment that renames something that is not there */
  "declared-rename-not-found"?: Level;
  /** a default that is no value of its column */
  "default-not-valid"?: Level;
  /** a column whose values cannot become those of its new type */
  "drop-and-recreate-column"?: Level;
  /** a column that is dropped with its values */
  "drop-column"?: Level;
  /** an index that goes, and that a relation looks rows up by */
  "drop-index-needed-by-foreign-key"?: Level;
  /** a table that is dropped with its rows */
  "drop-table"?: Level;
  /** a dropped column that a key needs */
  "dropped-column-in-use"?: Level;
  /** an attribute, argument or property that is said twice */
  "duplicate-attribute"?: Level;
  /** two blocks of one name */
  "duplicate-block"?: Level;
  /** a column that its table has already */
  "duplicate-column"?: Level;
  /** a constraint name that is taken */
  "duplicate-constraint"?: Level;
  /** a value that is in an enum twice */
  "duplicate-enum-value"?: Level;
  /** a foreign key that its table has already */
  "duplicate-foreign-key"?: Level;
  /** an index that holds the same columns as another */
  "duplicate-index"?: Level;
  /** an index name that its table has already */
  "duplicate-index-name"?: Level;
  /** a procedure, function, trigger or event that is there already */
  "duplicate-routine"?: Level;
  /** a table that is there already */
  "duplicate-table"?: Level;
  /** an enum without values */
  "empty-enum"?: Level;
  /** emulated relations whose actions lead around in a ring */
  "emulated-cascade-cycle"?: Level;
  /** a table in another storage engine than InnoDB */
  "engine-not-innodb"?: Level;
  /** a value of an enum that rows may have, and that is no more */
  "enum-value-removed"?: Level;
  /** an event, which the platform refuses */
  event?: Level;
  /** a comment that silenced a rule until a day that is past */
  "expired-suppression"?: Level;
  /** a foreign key of more or fewer columns than it refers to */
  "foreign-key-column-count"?: Level;
  /** a foreign key over a column that its table does not have */
  "foreign-key-column-missing"?: Level;
  /** tables whose foreign keys lead around in a ring */
  "foreign-key-cycle"?: Level;
  /** a foreign key constraint that the platform refuses */
  "foreign-key-not-allowed"?: Level;
  /** a foreign key to a view */
  "foreign-key-references-view"?: Level;
  /** a foreign key to a table or column that is not there */
  "foreign-key-target-missing"?: Level;
  /** a foreign key to columns that no key begins with, or no unique key is */
  "foreign-key-target-not-unique"?: Level;
  /** a foreign key between columns of types that do not fit */
  "foreign-key-type-mismatch"?: Level;
  /** a name that is longer than the server takes */
  "identifier-too-long"?: Level;
  /** a new required column that the server fills with a value that nobody chose */
  "implicit-fill"?: Level;
  /** a many-to-many relation whose table Prisma makes itself */
  "implicit-many-to-many-table"?: Level;
  /** an index that holds just the columns of the primary key */
  "index-duplicates-primary-key"?: Level;
  /** a key of more bytes than the server takes */
  "index-key-too-long"?: Level;
  /** a key that names a column twice */
  "index-repeated-column"?: Level;
  /** REFERENCES behind a column, which makes no foreign key */
  "inline-references-ignored"?: Level;
  /** an argument that is missing, or is not what the attribute takes */
  "invalid-argument"?: Level;
  /** a property of a datasource or generator that is missing, unknown or wrong */
  "invalid-datasource"?: Level;
  /** a name that Prisma's client cannot have */
  "invalid-name"?: Level;
  /** routing rules that are not valid */
  "invalid-routing-rules"?: Level;
  /** a VSchema that is not valid in itself */
  "invalid-vschema"?: Level;
  /** a column of a join table that is unique on its own */
  "join-table-column-unique"?: Level;
  /** a relation of many to many to a model without a single id */
  "many-to-many-without-id"?: Level;
  /** a field or model whose `@map` is gone, and with it its column or table */
  "map-removed"?: Level;
  /** a step of a migration that a deploy request does not carry */
  "migration-step-not-deployed"?: Level;
  /** an attribute where it means nothing */
  "misplaced-attribute"?: Level;
  /** foreign key columns that no index can look up */
  "missing-foreign-key-index"?: Level;
  /** a table without a primary key */
  "missing-primary-key"?: Level;
  /** a second primary key of a table */
  "multiple-primary-keys"?: Level;
  /** a type in which values of the old type may not fit */
  "narrow-type"?: Level;
  /** arguments that a native type does not take */
  "native-type-argument"?: Level;
  /** a native type that does not hold the field's type */
  "native-type-mismatch"?: Level;
  /** a table without a unique key that Vitess can copy rows by */
  "no-usable-unique-key"?: Level;
  /** NULL as the default of a column that must not be NULL */
  "null-default-on-required"?: Level;
  /** an id or shard key over a field that may be missing */
  "nullable-primary-key"?: Level;
  /** a column that could be NULL and now must have a value */
  "nullable-to-required"?: Level;
  /** a relation of one to one whose columns are not unique */
  "one-to-one-not-unique"?: Level;
  /** a change of partitions that cannot be made */
  "partition-change-impossible"?: Level;
  /** a unique key without a column that parts the table */
  "partition-column-not-in-unique"?: Level;
  /** partitions of a kind that the platform refuses */
  "partitioned-table"?: Level;
  /** a primary key over the beginning of a column */
  "prefix-in-primary-key"?: Level;
  /** what needs a preview feature that is not switched on */
  "preview-feature-missing"?: Level;
  /** a preview feature that is none any more */
  "preview-feature-stale"?: Level;
  /** a column dropped and one added that are probably one, renamed */
  "probable-column-rename"?: Level;
  /** a table dropped and one made that are probably one, renamed */
  "probable-table-rename"?: Level;
  /** an index that is the beginning of a wider one */
  "redundant-index"?: Level;
  /** `referentialIntegrity`, which is called `relationMode` now */
  "referential-integrity-renamed"?: Level;
  /** a required relation that may be missing */
  "relation-arity-mismatch"?: Level;
  /** a relation between texts that compare differently */
  "relation-collation-mismatch"?: Level;
  /** a relation that says no columns */
  "relation-fields-missing"?: Level;
  /** relations that the database kept and the client keeps now, or the other way round */
  "relation-mode-changed"?: Level;
  /** a Prisma schema for PlanetScale without `relationMode = "prisma"` */
  "relation-mode-missing-for-planetscale"?: Level;
  /** the two ends of a Prisma relation with native types that do not fit */
  "relation-native-type-mismatch"?: Level;
  /** a relation that is described on both sides, or on the side without columns */
  "relation-on-wrong-side"?: Level;
  /** a relation with one side */
  "relation-opposite-missing"?: Level;
  /** a relation to a model that the client ignores */
  "relation-to-ignored-model"?: Level;
  /** a column that gets another name while code uses the old one */
  "rename-column"?: Level;
  /** a table that gets another name while code uses the old one */
  "rename-table"?: Level;
  /** another name for a column that an expression names */
  "renamed-column-in-use"?: Level;
  /** a row of more bytes than the server takes */
  "row-size-limit"?: Level;
  /** a foreign key with SET DEFAULT, which InnoDB does not keep */
  "set-default-on-innodb"?: Level;
  /** a foreign key that sets NULL what must not be */
  "set-null-on-required"?: Level;
  /** AUTO_INCREMENT in a sharded keyspace */
  "sharded-auto-increment"?: Level;
  /** constraints in SQL that the Prisma schema beside it does not have */
  "sql-has-foreign-keys-but-emulated"?: Level;
  /** a statement or clause that was stepped over */
  "statement-not-understood"?: Level;
  /** a procedure or function, which the platform refuses */
  "stored-routine"?: Level;
  /** text that the language does not allow */
  "syntax-error"?: Level;
  /** a key over a text without a length */
  "text-index-without-length"?: Level;
  /** a literal as the default of a TEXT, BLOB or JSON column */
  "text-literal-default"?: Level;
  /** columns whose times end in the year 2038 */
  "timestamp-2038"?: Level;
  /** a table with more columns than is good for it */
  "too-many-columns"?: Level;
  /** a trigger, which the platform refuses */
  trigger?: Level;
  /** a type that the database does not have */
  "type-not-supported"?: Level;
  /** a schema of PostgreSQL that the datasource does not list */
  "undeclared-schema"?: Level;
  /** a column whose type the index does not take */
  "unindexable-type"?: Level;
  /** a unique key that a narrower one makes meaningless */
  "unique-implied-by-unique"?: Level;
  /** a unique key that holds for each shard only */
  "unique-without-sharding-key"?: Level;
  /** an argument that the attribute does not have */
  "unknown-argument"?: Level;
  /** an attribute that Prisma does not have */
  "unknown-attribute"?: Level;
  /** a check of a column that its table does not have */
  "unknown-column-in-check"?: Level;
  /** a generated column of a column that its table does not have */
  "unknown-column-in-generated-column"?: Level;
  /** a key over a column that its table does not have */
  "unknown-column-in-index"?: Level;
  /** partitions by a column that the table does not have */
  "unknown-column-in-partition"?: Level;
  /** a native type that the database does not have */
  "unknown-native-type"?: Level;
  /** a preview feature that Prisma does not have */
  "unknown-preview-feature"?: Level;
  /** a comment that names a rule that does not exist */
  "unknown-rule"?: Level;
  /** a type that nothing defines */
  "unknown-type"?: Level;
  /** what Prisma has for other databases only */
  "unsupported-by-provider"?: Level;
  /** a comment that silences nothing */
  "unused-suppression"?: Level;
  /** tables and columns in the old utf8 */
  "utf8mb3-deprecated"?: Level;
  /** a view of a column that is not there, or there twice */
  "view-column-missing"?: Level;
  /** a view in a sharded keyspace */
  "view-in-sharded-keyspace"?: Level;
  /** a view of a table that is not there */
  "view-table-missing"?: Level;
  /** a vindex of a column that its table does not have */
  "vindex-column-missing"?: Level;
  /** a vindex that does not fit the type of its column */
  "vindex-type"?: Level;
  /** a date of zeros as a default */
  "zero-date-default"?: Level;
}

/** What is asked of one run, beside the configuration. */
export interface RunOptions {
  /**
   * What places count. `utf-16`: offsets and columns are indexes of JavaScript's strings. `utf-8`: both are bytes.
   * `characters`, as the command line prints: columns are characters, offsets are bytes.
   */
  positions?: Positions;
  /** Renames that are meant so: `TABLE.OLD=NEW` for a column, `OLD=NEW` for a table. */
  renames?: string[];
  /** Today, as `2027-03-01`: for comments that silence a rule until a day. Without it none has ended. */
  today?: string;
}

/** How bad a finding is. */
export type Severity = "info" | "warning" | "error";

/** A piece of text that was stepped over: what it touches is unknown, not absent. */
export interface Skipped {
  /** Why. */
  reason: string;
  /** Where. */
  span: Span;
}

/** A piece of a file. */
export interface Span {
  /** One past its last character. */
  end: Position;
  /** Its first character. */
  start: Position;
}

/** A statement of SQL. */
export interface Statement {
  /** The changes that it makes, or helps to make. */
  changes: number[];
  /** Its text, with the semicolon. */
  sql: string;
}

/** What a finding is about, by the database's names. */
export interface Subject {
  /** The columns. */
  columns?: string[];
  /** `file`, `table`, `column`, `index`, `foreign_key` or `setting`. */
  kind: string;
  /** Its name, or what its owner calls it: `Post.author`. */
  name?: string;
  /** The table. */
  table?: string;
}

/** How many findings of each severity. */
export interface Summary {
  /** Errors. */
  errors: number;
  /** Infos. */
  infos: number;
  /** Warnings. */
  warnings: number;
}

export type TargetName = "planetscale" | "planetscale-fk" | "vitess" | "mysql" | "mariadb" | "postgres" | "sqlite" | "d1" | "none" | (string & {});

/** The database that a schema is for. */
export interface TargetWithEvidence {
  /** What tells so. */
  evidence: string;
  /** Its name with its version: `planetscale`, `mysql-8.4.7`. */
  name: string;
}
