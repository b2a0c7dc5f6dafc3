//! How long the real binary needs from its start to the first page, on a large collection, and how much memory.

use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http::Client;
use crate::report::{Row, median};
use crate::{Ask, Failure, house, raw};

const AT_MOST_MS: f64 = 300.0;
const AT_MOST_MB: f64 = 150.0;
/// What is asked for first.
const PAGE: &str = "/sign-in";

/// The server, stopped with the value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The binary beside this one.
fn binary() -> Result<PathBuf, Failure> {
    let path = std::env::current_exe()?.with_file_name("vasculum");
    if path.exists() {
        return Ok(path);
    }
    Err(format!("there is no {}; build it with `cargo build --release -p vasculum`", path.display()).into())
}

fn free_port() -> Result<SocketAddr, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Starts the server and asks for the first page until it comes: milliseconds, and resident megabytes afterwards.
fn start(binary: &Path, data: &Path) -> Result<(f64, f64), Failure> {
    let address = free_port()?;
    let begin = Instant::now();
    let child = Command::new(binary)
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut server = Server(child);
    loop {
        if let Ok(mut client) = Client::connect(address, "") {
            let answer = client.get(PAGE)?;
            if answer.status != 200 {
                return Err(format!("{PAGE} was answered with {}", answer.status).into());
            }
            break;
        }
        if let Some(status) = server.0.try_wait()? {
            let mut words = String::new();
            if let Some(stderr) = &mut server.0.stderr {
                stderr.read_to_string(&mut words)?;
            }
            return Err(format!("the server ended with {status}: {words}").into());
        }
        if begin.elapsed() > Duration::from_secs(60) {
            return Err("the server did not answer within a minute".into());
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    let time_ms = begin.elapsed().as_secs_f64() * 1e3;
    Ok((time_ms, resident_mb(server.0.id())?))
}

/// What the process keeps in memory, with the pages of files that it has mapped.
fn resident_mb(process: u32) -> Result<f64, Failure> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("the process has no resident memory")?;
    let kb: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kb * 1_024.0 / 1e6)
}

/// Each round starts a process of its own; the file is in the cache of the system from the second one on.
pub(crate) fn run(ask: &Ask) -> Result<Vec<Row>, Failure> {
    let scale = ask.scale;
    let binary = binary()?;
    let file = raw::file(&house::large(&ask.on_sqlite(), scale.pick(20_000, 1_000_000))?)?;
    let data = file.parent().ok_or("the database has no folder")?;
    let (mut times, mut sizes) = (Vec::new(), Vec::new());
    for round in 0..scale.pick(3, 7) {
        let (time_ms, size_mb) = start(&binary, data)?;
        eprintln!("  round {}: {time_ms:.0} ms, {size_mb:.0} MB", round + 1);
        times.push(time_ms);
        sizes.push(size_mb);
    }
    let size = std::fs::metadata(&file)?.len() as f64 / 1e6;
    Ok(vec![
        Row::plain("start: first page", format!("database of {size:.0} MB"), median(&times), "ms", Some(AT_MOST_MS)),
        Row::plain("start: resident", "after the first page".to_owned(), median(&sizes), "MB", Some(AT_MOST_MB)),
    ])
}
