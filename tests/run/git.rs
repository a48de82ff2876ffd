//! The command line in a git repository on the disk.

use shoring_tests::host::RepositoryHost;

const SCHEMA: &str = "\
datasource db {
  provider = \"mysql\"
}

model User {
  id Int @id
}
";

#[test]
fn a_search_leaves_out_what_git_ignores() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write(".gitignore", "generated/\n");
    host.repository.write("prisma/schema.prisma", SCHEMA);
    host.repository.write("generated/schema.prisma", "model Broken {");
    assert_eq!(host.run(&["lint", "--format", "concise"]), 0, "{}", host.out);
}

#[test]
fn a_search_begins_in_the_current_folder() {
    let Some(mut host) = RepositoryHost::new() else { return };
    host.repository.write("good/schema.prisma", SCHEMA);
    host.repository.write("bad/schema.prisma", &SCHEMA.replace("id Int @id", "id Int"));
    host.enter("bad");
    assert_eq!(host.run(&["lint", "--format", "concise", "--fail-on", "warning"]), 1, "{}", host.out);
    assert!(host.out.starts_with("schema.prisma:"), "{}", host.out);
    assert_eq!(host.run(&["lint", "--format", "concise", "../good"]), 0, "{}", host.out);
}
