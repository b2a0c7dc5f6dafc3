//! A PostgreSQL cluster that lives in a temporary directory and ends with this program.

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{self, Need};
use crate::run::{Doing, Failure, Guard, output, run, which};

/// The server's programs.
pub(crate) const SERVER: Need = Need {
    what: "a PostgreSQL server, for the tests of the store",
    packages: &["postgresql"],
    is_there: || bin().is_some(),
};

/// The user as whom the server runs when this program is root, which the server refuses to be.
const SYSTEM_USER: &str = "postgres";

/// How often another port is tried when one was taken in the moment between.
const TRIES: usize = 5;

/// A running cluster. It is stopped and its files are removed when the value is dropped or this program ends.
pub(crate) struct Postgres {
    url: String,
    _guard: Guard,
}

impl Postgres {
    /// Makes a cluster and starts it on a free port of 127.0.0.1; nothing in it is meant to survive a crash.
    pub(crate) fn start() -> Result<Postgres, Failure> {
        let bin = bin().ok_or_else(|| Failure::missing("there are no PostgreSQL server programs"))?;
        let dir = private_dir()?;
        let data = dir.join("data");
        let guard = guard(&bin, &data, &dir)?;

        let password = random_hex()?;
        let password_file = dir.join("password");
        fs::write(&password_file, &password).doing(format!("write {}", password_file.display()))?;
        give_away(&[&dir, &password_file])?;
        let mut initdb = as_server(&bin.join("initdb"));
        initdb.args([
            "--username=vasculum",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        initdb.arg("--pwfile").arg(&password_file).arg("--pgdata").arg(&data);
        output(&mut initdb)?;

        for left in (0..TRIES).rev() {
            let port = free_port()?;
            let log = dir.join("log");
            let mut start = as_server(&bin.join("pg_ctl"));
            start.args(["start", "--wait", "--silent", "--timeout=60"]);
            start.arg("--pgdata").arg(&data).arg("--log").arg(&log).arg("--options").arg(options(port, &dir));
            match run(&mut start) {
                Ok(()) => {
                    let url = format!("postgres://vasculum:{password}@127.0.0.1:{port}/postgres");
                    return Ok(Postgres { url, _guard: guard });
                }
                Err(failure) if left == 0 => {
                    let log = fs::read_to_string(&log).unwrap_or_default();
                    return Err(Failure::new(format!("{}\n{log}", failure.message)));
                }
                Err(_) => {}
            }
        }
        Err(Failure::new("PostgreSQL did not start"))
    }

    /// Where to connect, as a superuser who may create databases.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// Settings of the server: speed before safety, and room for many tests at once.
fn options(port: u16, socket_dir: &Path) -> String {
    format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=off -c synchronous_commit=off \
         -c full_page_writes=off -c max_connections=200 -c shared_buffers=128MB -c autovacuum=off \
         -c max_wal_size=2GB -c timezone=UTC",
        socket_dir.display()
    )
}

/// Stops the server and removes its files at the end, however that comes.
fn guard(bin: &Path, data: &Path, dir: &Path) -> Result<Guard, Failure> {
    let stop = "\"$1\" stop --silent --wait --mode=immediate --timeout=30 --pgdata \"$2\"";
    let script = if packages::is_root() {
        format!("runuser -u {SYSTEM_USER} -- {stop}; rm -rf \"$3\"")
    } else {
        format!("{stop}; rm -rf \"$3\"")
    };
    Guard::new(&script, &[bin.join("pg_ctl").as_os_str(), data.as_os_str(), dir.as_os_str()])
}

/// The newest server's folder of programs: Debian's, or that of `pg_ctl` in `PATH`.
fn bin() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|it| Some((it.file_name().to_string_lossy().parse::<u32>().ok()?, it.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file() && bin.join("pg_ctl").is_file())
        .max()
        .map(|(_, bin)| bin);
    newest.or_else(|| Some(fs::canonicalize(which("pg_ctl")?).ok()?.parent()?.to_owned()))
}

/// A command as the user who may run the server.
fn as_server(program: &Path) -> Command {
    let mut command = if packages::is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", SYSTEM_USER, "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The checkout may be where that user cannot look.
    command.current_dir("/");
    command
}

/// Gives files to the user who may run the server.
fn give_away(paths: &[&Path]) -> Result<(), Failure> {
    if !packages::is_root() {
        return Ok(());
    }
    let id = output(Command::new("id").args(["-u", SYSTEM_USER]))?;
    let id: u32 = id.trim().parse().map_err(|_| Failure::new(format!("`id -u {SYSTEM_USER}` printed {id:?}")))?;
    paths.iter().try_for_each(|it| chown(it, Some(id), None).doing(format!("give {} to {SYSTEM_USER}", it.display())))
}

/// A new directory that nobody else can look into. Its path is short: a socket's path has at most 107 bytes.
fn private_dir() -> Result<PathBuf, Failure> {
    let dir = std::env::temp_dir().join(format!("vasculum-postgres-{}", &random_hex()?[..12]));
    fs::DirBuilder::new().mode(0o700).create(&dir).doing(format!("create {}", dir.display()))?;
    Ok(dir)
}

/// A port of 127.0.0.1 that is free at this moment.
pub(crate) fn free_port() -> Result<u16, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").doing("find a free port")?;
    Ok(listener.local_addr().doing("find a free port")?.port())
}

/// 32 hexadecimal digits that nobody can guess.
fn random_hex() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    let mut source = fs::File::open("/dev/urandom").doing("open /dev/urandom")?;
    source.read_exact(&mut bytes).doing("read /dev/urandom")?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;
    use std::time::Instant;

    #[test]
    fn a_cluster_starts_answers_and_leaves_nothing_behind() {
        let (Some(bin), Some(psql)) = (bin(), which("psql")) else {
            return;
        };
        let started = Instant::now();
        let postgres = Postgres::start().expect("the server starts");
        println!("started with {} after {:?}", bin.display(), started.elapsed());
        let answer = output(Command::new(psql).args([postgres.url(), "-Atc", "show fsync", "-c", "create database a"]));
        assert_eq!(answer.expect("it answers").lines().next(), Some("off"));

        let port =
            postgres.url().rsplit([':', '/']).nth(1).and_then(|it| it.parse::<u16>().ok()).expect("the URL has a port");
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(postgres);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
