//! Writes what the fuzzer begins with into `FOLDER/sql` and `FOLDER/prisma`: the examples, and each text of the suites.

use std::{fs, io, path::PathBuf};

use shoring_core::text::Language;

fn main() -> io::Result<()> {
    let folder: PathBuf = std::env::args_os().nth(1).map(Into::into).unwrap_or_default();
    for (number, (language, text)) in shoring_tests::hostile::samples().into_iter().enumerate() {
        let of_language = folder.join(match language {
            Language::Prisma => "prisma",
            Language::Sql => "sql",
        });
        fs::create_dir_all(&of_language)?;
        fs::write(of_language.join(format!("seed-{number}")), text)?;
    }
    Ok(())
}
