//! Prisma's own packages, as second opinions: they run in Node, in `tests/peers`.

use crate::root;
use serde_json::Value;
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// What a script there answers to each question; none, said aloud, where the packages are not installed.
pub fn answers_of(script: &str, questions: &[Value]) -> Option<Vec<Value>> {
    let folder = root().join("tests/peers");
    let packages = folder.join("node_modules/@prisma");
    if !["prisma-schema-wasm", "schema-engine-wasm"].iter().all(|name| packages.join(name).is_dir()) {
        println!("Prisma's packages are not installed (cargo xtask setup): {script} is not asked");
        return None;
    }
    let mut node = Command::new("node");
    node.arg(script).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn().unwrap_or_else(|error| panic!("node cannot be run: {error}"));
    let text = serde_json::to_string(questions).unwrap_or_default();
    let mut stdin = child.stdin.take();
    let writing = std::thread::spawn(move || stdin.as_mut().map(|it| it.write_all(text.as_bytes())));
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
    let _ = writing.join();
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap_or_default();
    assert_eq!(answers.len(), questions.len(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(answers)
}
