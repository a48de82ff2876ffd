//! Git itself answers here, in temporary repositories; where it is not installed, a test says so and passes.

use std::{collections::BTreeMap, io::Read};

use super::{Asked, Base, Point, Repository, Revision};
use crate::{
    Failure, GitError, Host, HostError, NativeHost, PathKind, Terminal,
    discover::{self, Wanted},
};
use repository::TemporaryRepository;

#[path = "../../../tests/src/repository.rs"]
#[expect(unreachable_pub, reason = "it is public where it lives: in the crate of the tests")]
mod repository;

const SCHEMA: &str = "datasource db {\n  provider = \"mysql\"\n}\n";

/// A disk whose environment is the test's.
struct Machine {
    disk: NativeHost,
    variables: BTreeMap<&'static str, &'static str>,
    /// What git says instead of running.
    refusal: Option<GitError>,
}

impl Machine {
    fn at(repository: &TemporaryRepository) -> Self {
        Self::in_folder(repository, ".")
    }

    fn in_folder(repository: &TemporaryRepository, folder: &str) -> Self {
        let disk = NativeHost::in_folder(repository.path().join(folder));
        Self { disk, variables: BTreeMap::new(), refusal: None }
    }

    fn with(self, name: &'static str, value: &'static str) -> Self {
        Self { variables: [(name, value)].into(), ..self }
    }

    fn refusing(error: GitError) -> Self {
        Self { disk: NativeHost::default(), variables: BTreeMap::new(), refusal: Some(error) }
    }

    /// The base, and all that a person sees of a failure.
    fn base(&self, asked: Option<&str>, point: Point) -> Result<Base, String> {
        let asked = asked.map(|revision| Asked { revision, evidence: "--base" });
        Repository::find(self).and_then(|repository| repository.base(asked, point, self)).map_err(|error| words(&error))
    }

    fn repository(&self) -> Repository {
        Repository::find(self).expect("a repository")
    }
}

impl Host for Machine {
    fn current_folder(&self) -> String {
        self.disk.current_folder()
    }

    fn kind_of(&self, path: &str) -> PathKind {
        self.disk.kind_of(path)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, HostError> {
        self.disk.open(path)
    }

    fn files_below(&self, folder: &str) -> Result<Vec<String>, HostError> {
        self.disk.files_below(folder)
    }

    fn write(&mut self, path: &str, text: &str) -> Result<(), HostError> {
        self.disk.write(path, text)
    }

    fn stdin(&mut self) -> Box<dyn Read + '_> {
        Box::new(std::io::empty())
    }

    fn out(&mut self, _: &str) {}

    fn err(&mut self, _: &str) {}

    fn terminal(&self) -> Terminal {
        Terminal { out: false, err: false, color: false, width: 100 }
    }

    fn today(&self) -> Option<String> {
        None
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).map(|value| (*value).to_owned())
    }

    fn git(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        self.refusal.clone().map_or_else(|| self.disk.git(args), Err)
    }
}

fn words(failure: &Failure) -> String {
    format!("{}\nhelp: {}", failure.reason, failure.help.as_deref().unwrap_or_default())
}

/// `main` and `feature` went on after they parted; `feature` is checked out. With the commit where they parted, and
/// the tip of `main`.
fn diverged() -> Option<(TemporaryRepository, String, String)> {
    let repository = TemporaryRepository::new()?;
    repository.write("schema.prisma", SCHEMA);
    let parted = repository.commit("common");
    repository.branch("feature");
    repository.commit("ours");
    repository.checkout("main");
    let tip = repository.commit("theirs");
    repository.checkout("feature");
    Some((repository, parted, tip))
}

#[test]
fn the_base_of_a_branch_is_where_head_and_it_parted() {
    let Some((repository, parted, _)) = diverged() else { return };
    let base = Machine::at(&repository).base(Some("main"), Point::MergeBase);
    let (name, evidence) = ("main".to_owned(), "--base".to_owned());
    assert_eq!(base, Ok(Base { commit: parted, name, evidence, point: Point::MergeBase }));
}

#[test]
fn the_tip_is_the_base_where_it_is_asked_for() {
    let Some((repository, _, tip)) = diverged() else { return };
    let base = Machine::at(&repository).base(Some("main"), Point::Tip).unwrap();
    assert_eq!((base.commit, base.point), (tip, Point::Tip));
}

#[test]
fn revisions_are_in_gits_words() {
    let Some((repository, parted, _)) = diverged() else { return };
    repository.git(&["branch", "team/한국", "main"]);
    repository.git(&["tag", "--annotate", "--message", "tagged", "v1", "main~1"]);
    for revision in ["HEAD~1", "HEAD^", "main@{0}~", "team/한국~1", "v1", &parted, &parted[..10], "HEAD^{/common}"] {
        let base = Machine::at(&repository).base(Some(revision), Point::Tip).map(|base| base.commit);
        assert_eq!(base.as_deref(), Ok(parted.as_str()), "{revision}");
    }
}

#[test]
fn branches_without_a_commit_in_common_have_no_merge_base() {
    let Some((repository, ..)) = diverged() else { return };
    repository.git(&["checkout", "--quiet", "--orphan", "other"]);
    repository.commit("a beginning");
    let failure = Machine::at(&repository).base(Some("main"), Point::MergeBase).unwrap_err();
    assert!(
        failure.contains("HEAD and main have no commit in common") && failure.contains("--base-exact"),
        "{failure}"
    );
}

#[test]
fn each_ci_tells_its_target_branch() {
    let Some((origin, parted, tip)) = diverged() else { return };
    let clone = origin.cloned(&[]);
    // As a CI checks out: a commit, no branch.
    clone.checkout("origin/feature");
    for (variable, value) in [
        ("GITHUB_BASE_REF", "main"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("BITBUCKET_PR_DESTINATION_BRANCH", "main"),
        ("CHANGE_TARGET", "main"),
        ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
        ("BUILDKITE_PULL_REQUEST_BASE_BRANCH", "main"),
    ] {
        let base = Machine::at(&clone).with(variable, value).base(None, Point::MergeBase).unwrap();
        let told = (base.commit.as_str(), base.name.as_str(), base.evidence.as_str());
        assert_eq!(told, (parted.as_str(), "origin/main", variable));
    }
    let local = Machine::at(&origin).with("CHANGE_TARGET", "main").base(None, Point::Tip).unwrap();
    assert_eq!((local.commit, local.name.as_str()), (tip, "main"));
}

#[test]
fn the_commit_that_gitlab_names_comes_before_the_branch() {
    let Some((repository, parted, _)) = diverged() else { return };
    let mut machine = Machine::at(&repository).with("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "production");
    machine.variables.insert("CI_MERGE_REQUEST_DIFF_BASE_SHA", parted.clone().leak());
    let base = machine.base(None, Point::MergeBase).unwrap();
    let told = (base.commit, base.name.as_str(), base.evidence.as_str());
    assert_eq!(told, (parted, "production", "CI_MERGE_REQUEST_DIFF_BASE_SHA"));
}

#[test]
fn a_merge_commit_of_a_pull_request_is_compared_with_the_tip_of_its_target() {
    let Some((repository, _, tip)) = diverged() else { return };
    repository.git(&["merge", "--quiet", "--message", "merged", "main"]);
    let base = Machine::at(&repository).base(Some("main"), Point::MergeBase).unwrap();
    assert_eq!(base.commit, tip);
}

#[test]
fn without_a_ci_the_default_branch_of_the_remote_is_the_base() {
    let Some((origin, parted, _)) = diverged() else { return };
    origin.checkout("main");
    let clone = origin.cloned(&[]);
    clone.checkout("feature");
    let base = Machine::at(&clone).base(None, Point::MergeBase).unwrap();
    let told = (base.commit, base.name.as_str(), base.evidence.as_str());
    assert_eq!(told, (parted, "origin/main", "origin/HEAD"));
}

#[test]
fn without_a_remote_the_other_branch_main_or_master_is_the_base() {
    let Some((repository, parted, _)) = diverged() else { return };
    let base = Machine::at(&repository).base(None, Point::MergeBase).unwrap();
    assert_eq!((base.commit, base.name.as_str()), (parted, "main"));
}

#[test]
fn where_nothing_tells_the_base_the_failure_says_what_was_tried() {
    let Some((repository, ..)) = diverged() else { return };
    repository.checkout("main");
    let failure = Machine::at(&repository).base(None, Point::MergeBase).unwrap_err();
    assert!(failure.contains("there is no remote") && failure.contains("--base HEAD~1"), "{failure}");
    repository.git(&["remote", "add", "origin", "https://example.com/x.git"]);
    let failure = Machine::at(&repository).base(None, Point::MergeBase).unwrap_err();
    assert!(failure.contains("git remote set-head origin --auto"), "{failure}");
}

#[test]
fn a_shallow_clone_without_the_base_says_how_to_fetch_it() {
    let Some((origin, ..)) = diverged() else { return };
    let clone = origin.cloned(&["--depth", "1", "--branch", "feature"]);
    let machine = Machine::at(&clone).with("GITHUB_BASE_REF", "main");
    let failure = machine.base(None, Point::MergeBase).unwrap_err();
    assert!(
        failure.starts_with("GITHUB_BASE_REF says `main`, and this clone has no branch origin/main\n"),
        "{failure}"
    );
    let fetch = "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main";
    assert!(
        failure.contains("fetch-depth: 0") && failure.contains(fetch) && failure.contains("--deepen=N"),
        "{failure}"
    );
    clone.git(&fetch.split(' ').skip(1).collect::<Vec<_>>());
    assert!(machine.base(None, Point::MergeBase).is_ok(), "what the help says, helps");
}

#[test]
fn a_shallow_clone_without_the_merge_base_says_how_to_fetch_it() {
    let Some((origin, ..)) = diverged() else { return };
    let clone = origin.cloned(&["--depth", "1", "--no-single-branch", "--branch", "feature"]);
    let failure = Machine::at(&clone).base(Some("origin/main"), Point::MergeBase).unwrap_err();
    assert!(failure.starts_with("HEAD and origin/main have no commit in common in this clone\n"), "{failure}");
    assert!(failure.contains("`git fetch --unshallow origin`"), "{failure}");
    let failure = Machine::at(&clone).base(Some("HEAD~1"), Point::Tip).unwrap_err();
    assert!(failure.contains("the clone is shallow"), "{failure}");
}

#[test]
fn a_branch_that_a_whole_clone_lacks_is_to_be_fetched() {
    let Some((origin, ..)) = diverged() else { return };
    let clone = origin.cloned(&["--single-branch", "--branch", "feature"]);
    let failure = Machine::at(&clone).with("GITHUB_BASE_REF", "main").base(None, Point::MergeBase).unwrap_err();
    let fetch = "fetch it before: git fetch origin +refs/heads/main:refs/remotes/origin/main";
    assert!(failure.ends_with(fetch), "{failure}");
}

#[test]
fn an_unknown_revision_suggests_the_nearest_name() {
    let Some((origin, ..)) = diverged() else { return };
    let clone = origin.cloned(&[]);
    let failure = |revision| Machine::at(&clone).base(Some(revision), Point::Tip).unwrap_err();
    assert_eq!(failure("faeture~1"), "git knows no commit `faeture~1`\nhelp: did you mean `feature~1`?");
    assert_eq!(failure("main"), "git knows no commit `main`\nhelp: did you mean `origin/main`?");
    assert!(failure("feature~99").ends_with("`git branch --all` and `git log` list what there is"));
}

#[test]
fn a_revision_is_never_an_option_and_always_one_commit() {
    let Some((repository, ..)) = diverged() else { return };
    for revision in ["--help", "--all", "-h", "-", "", "^main", "main..feature", "main feature", "HEAD:schema.prisma"] {
        let failure = Machine::at(&repository).base(Some(revision), Point::Tip).unwrap_err();
        assert!(failure.starts_with("git knows no commit `"), "{revision}: {failure}");
    }
    let failure = Machine::at(&repository).with("GITHUB_BASE_REF", "--help").base(None, Point::Tip).unwrap_err();
    assert!(failure.contains("GITHUB_BASE_REF says `--help`"), "{failure}");
}

#[test]
fn a_repository_without_a_commit_has_no_base() {
    let Some(repository) = TemporaryRepository::new() else { return };
    let failure = Machine::at(&repository).base(None, Point::MergeBase).unwrap_err();
    assert!(failure.starts_with("the repository has no commit yet\n"), "{failure}");
}

#[test]
fn a_folder_without_a_working_tree_says_what_to_do() {
    let Some(repository) = TemporaryRepository::new() else { return };
    let failure = Repository::find(&Machine::in_folder(&repository, "..")).unwrap_err();
    assert_eq!(words(&failure), "this folder is in no git repository\nhelp: run it in the folder of your project");
    let failure = Repository::find(&Machine::in_folder(&repository, ".git")).unwrap_err();
    assert!(words(&failure).contains("run it in a working tree of it"));
}

#[test]
fn what_git_refuses_is_told_with_the_next_step() {
    let told = |error| words(&Repository::find(&Machine::refusing(error)).unwrap_err());
    assert!(told(GitError::NotInstalled).starts_with("git is not installed\nhelp: install git"));
    let stderr = "fatal: detected dubious ownership in repository at '/srv/shop'\nTo add an exception for this directory, \
                  call:\n\n\tgit config --global --add safe.directory /srv/shop\n";
    let dubious = told(GitError::Failed { status: Some(128), stderr: stderr.to_owned() });
    assert!(dubious.starts_with("git does not read /srv/shop: it belongs to somebody else\n"), "{dubious}");
    assert!(dubious.ends_with("git config --global --add safe.directory '/srv/shop'"), "{dubious}");
    let other = told(GitError::Failed { status: Some(128), stderr: "fatal: bad config line 1\n".to_owned() });
    assert!(other.starts_with("git cannot tell its repository: bad config line 1\n"), "{other}");
}

#[test]
fn a_file_is_read_as_it_was_committed() {
    let Some(repository) = TemporaryRepository::new() else { return };
    repository.write("db/old schema.prisma", "then");
    repository.write("db/\"스키마\".sql", "한국어\r\n");
    repository.write(".gitattributes", "*.prisma diff=shout filter=shout\n");
    let commit = repository.commit("then");
    for setting in ["diff.shout.textconv", "filter.shout.smudge", "filter.shout.clean"] {
        repository.git(&["config", setting, "touch ran; cat"]);
    }
    repository.write("db/old schema.prisma", "now");
    repository.write("db/new.prisma", "now");
    let machine = Machine::in_folder(&repository, "db");
    let at = machine.repository();
    let read = |path| at.read(&commit, path, &machine).map_err(|error| words(&error));
    for path in ["old schema.prisma", "./old schema.prisma", "../db/old schema.prisma", "x/../old schema.prisma"] {
        assert_eq!(read(path), Ok(Some(b"then".to_vec())), "{path}");
    }
    assert_eq!(read("\"스키마\".sql"), Ok(Some("한국어\r\n".as_bytes().to_vec())));
    for missing in ["new.prisma", "../schema.prisma", "../../db/new.prisma", ".", "*.prisma"] {
        assert_eq!(read(missing), Ok(None), "{missing}");
    }
    at.renamed_files(&commit, &machine).unwrap();
    assert!(!repository.path().join("ran").exists() && !repository.path().join("db/ran").exists());
}

#[test]
fn a_path_from_the_root_is_read_below_the_repository_only() {
    let Some((repository, parted, _)) = diverged() else { return };
    let machine = Machine::at(&repository);
    let at = machine.repository();
    let path = format!("{}/schema.prisma", at.root);
    assert_eq!(at.read(&parted, &path, &machine).unwrap(), Some(SCHEMA.as_bytes().to_vec()));
    let failure = at.read(&parted, &format!("{}-2/schema.prisma", at.root), &machine).unwrap_err();
    assert!(failure.reason.contains("it is not below the repository's folder"), "{}", failure.reason);
}

#[test]
fn the_files_of_a_commit_are_those_that_a_search_on_the_disk_finds() {
    let Some(repository) = TemporaryRepository::new() else { return };
    for path in [
        "shop/prisma/schema.prisma",
        "shop/b c.sql",
        "shop/주문.sql",
        "shop/.hidden/x.sql",
        "shop/node_modules/m/x.sql",
        "shop/ignored.sql",
        "other/x.sql",
    ] {
        repository.write(path, SCHEMA);
    }
    let first = repository.commit("first");
    repository.write("shop/.gitignore", "ignored.sql\n");
    let commit = repository.commit("ignored.sql is in the index all the same");
    let machine = Machine::in_folder(&repository, "shop");
    let at = machine.repository();
    let files = at.files(&commit, &machine).unwrap();
    assert_eq!(files, ["b c.sql", "prisma/schema.prisma", "주문.sql"]);
    let view = at.at(&commit, &machine).unwrap();
    for folder in [".", "./", "prisma", "./prisma/", "..", "../other", "node_modules", "../shop/prisma"] {
        assert_eq!(view.files_below(folder), machine.files_below(folder), "{folder}");
        assert_eq!(view.kind_of(folder), PathKind::Folder, "{folder}");
    }
    assert_eq!(view.files_below("absent"), Err(HostError::NotFound));
    assert_eq!((view.kind_of("absent"), view.kind_of("b c.sql")), (PathKind::Missing, PathKind::File));
    assert_eq!((view.kind_of("../.git"), view.kind_of(".git")), (PathKind::Folder, PathKind::Missing));
    assert_eq!(at.files(&first, &machine).unwrap(), files, "what is ignored today is left out of every commit");
    let nowhere = Machine::in_folder(&repository, "shop/prisma");
    repository.git(&["checkout", "--quiet", "--orphan", "empty"]);
    repository.git(&["rm", "-r", "--quiet", "--cached", "."]);
    repository.git(&["commit", "--quiet", "--allow-empty", "--message", "empty"]);
    assert!(nowhere.repository().files("HEAD", &nowhere).unwrap().is_empty(), "the folder was not there then");
}

#[test]
fn a_search_works_on_a_commit_as_on_the_disk() {
    let Some(repository) = TemporaryRepository::new() else { return };
    repository.write("prisma/schema.prisma", SCHEMA);
    repository.write("prisma/models/user.prisma", "model User {\n  id Int @id\n}\n");
    repository.write("prisma/migrations/1_init/migration.sql", "CREATE TABLE t (id int);");
    let commit = repository.commit("one schema of two files");
    let mut machine = Machine::at(&repository);
    let on_disk = |paths: &[String], host: &mut dyn Host| {
        let found = discover::find(paths, None, Wanted::Anything, host).map_err(|error| words(&error))?;
        Ok::<_, String>((found.states, found.notes))
    };
    let at = machine.repository();
    for named in [None, Some("prisma"), Some("prisma/models/user.prisma"), Some("prisma/migrations"), Some("absent")] {
        let paths: Vec<String> = named.into_iter().map(str::to_owned).collect();
        let before = on_disk(&paths, &mut at.at(&commit, &machine).unwrap());
        assert_eq!(before, on_disk(&paths, &mut machine), "{named:?}");
    }
    repository.git(&["rm", "--quiet", "-r", "prisma"]);
    assert!(on_disk(&[], &mut machine).is_err());
    assert!(on_disk(&[], &mut at.at(&commit, &machine).unwrap()).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_of_the_same_commit() {
    let Some(repository) = TemporaryRepository::new() else { return };
    repository.write("shared/schema.prisma", "then");
    std::os::unix::fs::symlink("shared/schema.prisma", repository.path().join("schema.prisma")).unwrap();
    std::os::unix::fs::symlink("circle", repository.path().join("circle")).unwrap();
    std::os::unix::fs::symlink("../../outside", repository.path().join("outside")).unwrap();
    let commit = repository.commit("links");
    repository.write("shared/schema.prisma", "now");
    let machine = Machine::at(&repository);
    let at = machine.repository();
    assert_eq!(at.read(&commit, "schema.prisma", &machine).unwrap(), Some(b"then".to_vec()));
    assert_eq!(at.read(&commit, "outside", &machine).unwrap(), None);
    assert!(at.read(&commit, "circle", &machine).unwrap_err().reason.contains("lead in a circle"));
}

#[test]
fn a_commit_is_not_written_to() {
    let Some((repository, parted, _)) = diverged() else { return };
    let machine = Machine::at(&repository);
    let at = machine.repository();
    assert!(at.at(&parted, &machine).unwrap().write("schema.prisma", "").is_err());
}

#[test]
fn a_file_that_moved_is_followed() {
    let Some(repository) = TemporaryRepository::new() else { return };
    let schema = format!("{SCHEMA}\nmodel User {{\n  id Int @id\n  name String\n}}\n");
    repository.write("old/schema.prisma", &schema);
    repository.write("dump.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
    repository.write("README.md", "Some words that move with the rest.\n");
    let commit = repository.commit("then");
    repository.git(&["config", "diff.renames", "false"]);
    repository.git(&["config", "diff.relative", "true"]);
    repository.write("shop/new 스키마.prisma", &schema.replace("name String", "name String?"));
    repository.git(&["rm", "--quiet", "old/schema.prisma"]);
    repository.git(&["mv", "README.md", "shop/README.md"]);
    repository.commit("moved and changed");
    repository.git(&["mv", "dump.sql", "production.SQL"]);
    let renamed = |folder: &str| {
        let machine = Machine::in_folder(&repository, folder);
        machine.repository().renamed_files(&commit, &machine).unwrap().into_iter().collect::<Vec<_>>()
    };
    let pair = |now: &str, then: &str| (now.to_owned(), then.to_owned());
    let from_root = [pair("production.SQL", "dump.sql"), pair("shop/new 스키마.prisma", "old/schema.prisma")];
    assert_eq!(renamed("."), from_root);
    let from_shop = [pair("../production.SQL", "../dump.sql"), pair("new 스키마.prisma", "../old/schema.prisma")];
    assert_eq!(renamed("shop"), from_shop);
}

#[test]
fn an_argument_names_a_revision_and_a_path() {
    let parse = |argument: &str| Revision::parse(argument).unwrap().map(|it| (it.revision, it.path));
    let named = |revision: &str, path: Option<&str>| Some((revision.to_owned(), path.map(str::to_owned)));
    assert_eq!(parse("git:main"), named("main", None));
    assert_eq!(parse("git:main:"), named("main", None));
    assert_eq!(
        parse("git:origin/team/x~2^:prisma/schema.prisma"),
        named("origin/team/x~2^", Some("prisma/schema.prisma"))
    );
    assert_eq!(parse("git:HEAD@{2026-01-01 12:30}:a:b.sql"), named("HEAD@{2026-01-01 12:30}", Some("a:b.sql")));
    assert_eq!(parse("git:main:../스키마.prisma"), named("main", Some("../스키마.prisma")));
    assert_eq!(parse("prisma/schema.prisma"), None);
    assert_eq!(parse("./git:main"), None);
    for wrong in ["git:", "git::x.sql", "git:--help", "git:-x:y"] {
        assert!(words(&Revision::parse(wrong).unwrap_err()).starts_with(&format!("{wrong}: no commit is named")));
    }
}
