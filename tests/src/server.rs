//! A real MariaDB, for the tests that ask it.

use std::{
    fs,
    io::{ErrorKind, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// The environment variable that makes a missing server a failure.
const DEMAND: &str = "SHORING_DEMANDS_MARIADB";

/// A server of our own in a temporary folder, which ends with it.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
    process: Child,
}

impl Server {
    /// Starts one. None, and a word about it, where it is not installed.
    ///
    /// # Panics
    /// Where it is not installed and `SHORING_DEMANDS_MARIADB` is set: `cargo xtask ci` proves nothing without it.
    pub fn start() -> Option<Self> {
        for program in ["mariadbd", "mariadb-install-db", "mariadb", "mariadb-dump"] {
            let started = Command::new(program).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
            if let Err(error) = started {
                let told = format!("MariaDB is not installed (cargo xtask setup): it is not asked; {program}: {error}");
                assert!(std::env::var_os(DEMAND).is_none(), "{told}");
                println!("{told}");
                return None;
            }
        }
        // Never one that a run left behind which was ended: its databases would still be there.
        let folder = tempfile::Builder::new().prefix("shoring-mariadb-").tempdir();
        let folder = folder.unwrap_or_else(|error| panic!("a temporary folder: {error}"));
        let data = format!("--datadir={}", folder.path().join("data").display());
        // It runs as whoever runs this; root must say so.
        let user = Command::new("id").arg("-un").output().map(|it| it.stdout).unwrap_or_default();
        let user = format!("--user={}", String::from_utf8_lossy(&user).trim());
        // Of its own: a server that starts takes away the temporary tables that it finds there, also those of another one.
        let temporary = folder.path().join("tmp");
        fs::create_dir(&temporary).unwrap_or_else(|error| panic!("{}: {error}", temporary.display()));
        let installed = Command::new("mariadb-install-db")
            .env("TMPDIR", &temporary)
            .args(["--no-defaults", &user, &data, "--auth-root-authentication-method=normal", "--skip-test-db"])
            .output();
        let installed = installed.unwrap_or_else(|error| panic!("mariadb-install-db: {error}"));
        assert!(
            installed.status.success(),
            "mariadb-install-db: {}\n{}",
            String::from_utf8_lossy(&installed.stdout),
            String::from_utf8_lossy(&installed.stderr)
        );
        let log = fs::File::create(folder.path().join("log")).unwrap_or_else(|error| panic!("{error}"));
        let process = Command::new("mariadbd")
            .env("TMPDIR", &temporary)
            .args(["--no-defaults", &user, &data, "--skip-networking", "--skip-grant-tables", "--skip-log-bin"])
            .args(["--character-set-server=utf8mb4", "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0"])
            .arg("--innodb-buffer-pool-size=64M")
            .arg(format!("--socket={}", folder.path().join("s").display()))
            .arg(format!("--pid-file={}", folder.path().join("pid").display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("mariadbd: {error}"));
        let server = Self { folder, process };
        let since = Instant::now();
        while !server.client("mariadb").args(["-e", "DO 1"]).output().is_ok_and(|it| it.status.success()) {
            assert!(
                since.elapsed() < Duration::from_secs(30),
                "the server does not start:\n{}",
                fs::read_to_string(server.folder.path().join("log")).unwrap_or_default()
            );
            thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.args(["--no-defaults", "--default-character-set=utf8mb4"]);
        command.arg(format!("--socket={}", self.folder.path().join("s").display()));
        command
    }

    /// Applies a script to a new database; answers what the server refused of it. What follows is applied all the same.
    pub fn apply(&self, database: &str, script: &str) -> Vec<String> {
        let mut client = self.client("mariadb");
        client.arg("--force").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = client.spawn().unwrap_or_else(|error| panic!("mariadb: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            let written = write!(stdin, "CREATE DATABASE {database}; USE {database};\n{script}");
            // A script may tell the client to leave (`\q`): it reads no more then, and what it told is read all the same.
            written
                .or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
                .unwrap_or_else(|error| panic!("{error}"));
        }
        let output = child.wait_with_output().unwrap_or_else(|error| panic!("{error}"));
        let told = String::from_utf8_lossy(&output.stderr);
        told.lines().filter(|line| line.starts_with("ERROR")).map(ToOwned::to_owned).collect()
    }

    /// The server's own text of a database, where it can be told: of a view that shows what is not there it cannot.
    pub fn dump_if_any(&self, database: &str) -> Option<String> {
        let output =
            self.client("mariadb-dump").args(["--no-data", "--skip-comments", "--routines", database]).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The server's own text of a database.
    pub fn dump(&self, database: &str) -> String {
        let output = self.client("mariadb-dump").args(["--no-data", "--skip-comments", database]).output();
        let output = output.unwrap_or_else(|error| panic!("mariadb-dump: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
