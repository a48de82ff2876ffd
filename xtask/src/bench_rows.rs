//! `cargo xtask bench --rows`: a dump of a gigabyte, nearly all of it rows, against `wc -l` on the same file. The rows are
//! those of a shop: numbers, names in several scripts, dates, prices below zero, JSON with its quotes escaped, long texts.

use crate::measure::Usage;
use crate::shell::{command, output, say};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Stdio;

/// The size of the dump, in bytes.
const BYTES: u64 = 1_000_000_000;
/// How long a line of rows gets, in bytes: that of `mysqldump` (`net_buffer_length`, 16 KiB short of 1 MiB).
const LINE: usize = (1 << 20) - (16 << 10);
const TABLES: u64 = 50;
/// How often each program runs; the run with the least processor time counts.
const RUNS: usize = 3;

/// Writes the dump, measures both programs on it, and takes it away again.
pub(crate) fn run(binary: &Path, folder: &Path) -> Result<String> {
    let dump = folder.join("rows.sql");
    say(format!("bench: writing {} with {:.1} GB of rows", dump.display(), giga(BYTES)));
    write(&dump).with_context(|| format!("cannot write {}", dump.display()))?;
    let measured = measure(binary, &dump, folder);
    std::fs::remove_file(&dump)?;
    measured
}

fn measure(binary: &Path, dump: &Path, folder: &Path) -> Result<String> {
    let bytes = dump.metadata()?.len();
    let report = folder.join("rows.json");
    let lint = best(&[binary.as_os_str(), "lint".as_ref(), dump.as_os_str(), "--format=json".as_ref()], &report)?;
    let found: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&report)?)?;
    let file = &found["files"][0];
    if file["total"].as_u64().is_none_or(|it| it < TABLES) || file["understood"] != file["total"] {
        bail!("the dump was not understood whole: {file}");
    }
    let lines = best(&["wc".as_ref(), "-l".as_ref(), dump.as_os_str()], &folder.join("rows.txt"))?;
    let mut text = String::from(
        "| a dump with its rows | GB | wall s | CPU s | MB/s per core | peak MB | CPU, `wc -l` = 1 |\n|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for (name, used) in [("`shoring lint`", lint), ("`wc -l`", lines)] {
        let _ = writeln!(
            text,
            "| {name} | {:.2} | {:.2} | {:.2} | {:.0} | {:.1} | {:.1} |",
            giga(bytes),
            used.wall,
            used.cpu,
            giga(bytes) * 1e3 / used.cpu,
            giga(used.peak) * 1e3,
            used.cpu / lines.cpu
        );
    }
    Ok(text)
}

fn best(program: &[&std::ffi::OsStr], to: &Path) -> Result<Usage> {
    let mut best: Option<Usage> = None;
    for _ in 0..RUNS {
        let mut measured = command(std::env::current_exe()?);
        measured.arg("measure").arg("--output").arg(to).arg("--").args(program).stderr(Stdio::inherit());
        let used: Usage = serde_json::from_str(&output(&mut measured)?)?;
        if !matches!(used.status, Some(0 | 1)) {
            bail!("{program:?} could not run (exit status {:?})", used.status);
        }
        if best.is_none_or(|best| used.cpu < best.cpu) {
            best = Some(used);
        }
    }
    best.context("nothing ran")
}

fn write(path: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write!(
        file,
        "-- MySQL dump 10.13  Distrib 8.0.44, for Linux (x86_64)\n--\n-- Host: localhost    Database: shop\n\
         -- ------------------------------------------------------\n-- Server version\t8.0.44\n\n\
         /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n/*!50503 SET NAMES utf8mb4 */;\n\
         /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\n"
    )?;
    // The same rows each time.
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let mut line = String::with_capacity(LINE + 4096);
    let mut written = 0;
    for table in 0..TABLES {
        write!(
            file,
            "\n--\n-- Table structure for table `order_{table}`\n--\n\nDROP TABLE IF EXISTS `order_{table}`;\n\
             /*!40101 SET @saved_cs_client     = @@character_set_client */;\n\
             /*!50503 SET character_set_client = utf8mb4 */;\n\
             CREATE TABLE `order_{table}` (\n  `id` bigint unsigned NOT NULL AUTO_INCREMENT,\n  `customer` varchar(100) NOT NULL,\n  \
             `placed_at` datetime(3) NOT NULL,\n  `total` decimal(10,2) NOT NULL,\n  `note` text,\n  `lines` json DEFAULT NULL,\n  \
             PRIMARY KEY (`id`),\n  KEY `order_{table}_customer` (`customer`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 \
             COLLATE=utf8mb4_0900_ai_ci;\n/*!40101 SET character_set_client = @saved_cs_client */;\n\n\
             --\n-- Dumping data for table `order_{table}`\n--\n\nLOCK TABLES `order_{table}` WRITE;\n\
             /*!40000 ALTER TABLE `order_{table}` DISABLE KEYS */;\n"
        )?;
        let mut id = 0;
        while written < BYTES / TABLES * (table + 1) {
            line.clear();
            let _ = write!(line, "INSERT INTO `order_{table}` VALUES ");
            while line.len() < LINE {
                id += 1;
                row(&mut line, id, &mut next);
            }
            line.pop();
            line.push_str(";\n");
            file.write_all(line.as_bytes())?;
            written += line.len() as u64;
        }
        write!(file, "/*!40000 ALTER TABLE `order_{table}` ENABLE KEYS */;\nUNLOCK TABLES;\n")?;
    }
    writeln!(file, "/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;\n\n-- Dump completed")?;
    file.flush()
}

const NAMES: [&str; 8] =
    ["Ada Lovelace", "김민수", "O\\'Brien", "José Ñandú", "Ольга", "田中さくら", "Max Mustermann", "🐘 elephant"];
const TEXTS: [&str; 4] = [
    "please ring twice; the bell is quiet -- thank you",
    "문 앞에 놓아 주세요. 경비실에 맡기지 마세요.\\r\\n감사합니다",
    "deliver /* not */ before noon, as the last time, and the one before; \\\"fragile\\\" must be on each side of the box",
    "",
];

/// One row, with the comma behind it.
fn row(line: &mut String, id: u64, next: &mut impl FnMut(u64) -> u64) {
    let name = NAMES[usize::try_from(next(8)).unwrap_or_default()];
    let sign = if next(9) == 0 { "-" } else { "" };
    let _ = write!(
        line,
        "({id},'{name}','20{:02}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}',{sign}{}.{:02},",
        next(27),
        next(12) + 1,
        next(28) + 1,
        next(24),
        next(60),
        next(60),
        next(1000),
        next(100_000),
        next(100)
    );
    match next(5) {
        4 => line.push_str("NULL,"),
        text => {
            let _ = write!(line, "'{}',", TEXTS[usize::try_from(text).unwrap_or_default()]);
        }
    }
    let _ = write!(line, "'{{\\\"sku\\\": \\\"A-{}\\\", \\\"count\\\": {}}}'),", next(10_000), next(20));
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, to two digits after the point")]
fn giga(bytes: u64) -> f64 {
    bytes as f64 / 1e9
}
