//! `cargo xtask demo`: from a bare checkout to a museum in the browser.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::json::Json;
use crate::paths;
use crate::run::{Doing, Failure, output, run, words};
use crate::steps::{Steps, time};
use crate::web;

/// The name of the hidden subcommand [`announce`].
pub(crate) const ANNOUNCE: &str = "announce-demo";

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

const SYNTAX: &str = "cargo xtask demo [--port N] [--data DIR] [--fresh]";

/// What the command line asks for.
#[derive(Debug, PartialEq)]
struct Wish {
    port: u16,
    data: Option<PathBuf>,
    fresh: bool,
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Wish, Failure> {
        let mut wish = Wish { port: 8080, data: None, fresh: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--fresh" => wish.fresh = true,
                "--port" => {
                    let port = rest.next().and_then(|it| it.parse().ok()).filter(|it| *it != 0);
                    wish.port = port.ok_or_else(|| Failure::usage("--port takes a number from 1 to 65535"))?;
                }
                "--data" => {
                    let data = rest.next().ok_or_else(|| Failure::usage("--data takes a directory"))?;
                    wish.data = Some(std::path::absolute(data).doing(format!("make {data} absolute"))?);
                }
                it => return Err(Failure::usage(format!("{it:?} is unknown: {SYNTAX}"))),
            }
        }
        Ok(wish)
    }
}

/// Builds, makes the demo institution where there is none yet, and becomes the server.
///
/// It ends as the server ends: the process is replaced by `vasculum serve`, so that Ctrl-C and signals reach that
/// directly.
pub(crate) fn demo(arguments: &[String]) -> Result<(), Failure> {
    let wish = Wish::read(arguments)?;
    let address = SocketAddr::from(([127, 0, 0, 1], wish.port));
    is_free(address)?;
    let data = match &wish.data {
        Some(data) => data.clone(),
        None => paths::cache()?.join("demo"),
    };

    let mut steps = Steps::new(4);
    steps.step("Front end", || Ok(((), web::build(false)?)))?;
    let vasculum = steps.step("Program, for release (the first time takes minutes)", release)?;
    let sign_in =
        steps.step(&format!("Demo institution in {}", data.display()), || make_data(&vasculum, &data, wish.fresh))?;

    println!("[4/4] Server on http://{address}");
    start_announcer(address, &sign_in, SystemTime::now().checked_sub(steps.started().elapsed()))?;
    let mut serve = Command::new(&vasculum);
    serve.arg("--data").arg(&data).arg("serve").arg("--listen").arg(address.to_string());
    let error = serve.exec();
    Err(Failure::new(format!("could not run `{}`: {error}", words(&serve))))
}

/// Refuses a port that somebody else listens on, before minutes are spent.
fn is_free(address: SocketAddr) -> Result<(), Failure> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::new(format!(
            "{address} cannot be listened on ({error}); is a demo running already? Otherwise choose another --port"
        ))),
    }
}

/// Compiles the program as it is shipped.
fn release() -> Result<(PathBuf, String), Failure> {
    let vasculum = paths::target()?.join("release/vasculum");
    let modified = || std::fs::metadata(&vasculum).and_then(|it| it.modified()).ok();
    let _entered = paths::enter()?;
    let before = modified();
    let mut cargo = paths::cargo()?;
    cargo.args(["build", "--release", "--package", "vasculum"]);
    if paths::in_ci() {
        cargo.arg("--locked");
    }
    run(&mut cargo)?;
    let outcome = if before.is_some() && modified() == before { "unchanged" } else { "compiled" };
    Ok((vasculum, outcome.to_owned()))
}

/// How to sign in, where it is known.
struct SignIn {
    user: Option<String>,
    password: Option<String>,
}

/// Makes the demo institution in `data` unless something is there.
///
/// What `vasculum demo --json` says is kept beside it, in `data.json`. It is made under another name first, so that an
/// interrupted one is not taken for a whole one.
fn make_data(vasculum: &Path, data: &Path, fresh: bool) -> Result<(SignIn, String), Failure> {
    let beside = beside(data, ".json");
    if fresh && data.exists() {
        if !beside.exists() {
            return Err(Failure::usage(format!(
                "--fresh removes only what this command made, and {} does not exist",
                beside.display()
            )));
        }
        std::fs::remove_dir_all(data).doing(format!("remove {}", data.display()))?;
    }
    if data.exists() {
        let json = std::fs::read_to_string(&beside).unwrap_or_default();
        return Ok((sign_in(&json), "there already".to_owned()));
    }
    let partial = self::beside(data, ".partial");
    if partial.exists() {
        std::fs::remove_dir_all(&partial).doing(format!("remove {}", partial.display()))?;
    }
    let mut demo = Command::new(vasculum);
    demo.arg("--data").arg(&partial).args(["demo", "--objects", "20000", "--seed", "1", "--yes", "--json"]);
    let json = output(&mut demo)?;
    std::fs::write(&beside, &json).doing(format!("write {}", beside.display()))?;
    std::fs::rename(&partial, data).doing(format!("rename {} to {}", partial.display(), data.display()))?;
    Ok((sign_in(&json), "made".to_owned()))
}

/// The path of something beside `data`: `/cache/demo` and `.json` make `/cache/demo.json`.
fn beside(data: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = data.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Reads the last line of what `vasculum demo --json` printed: one object.
fn sign_in(printed: &str) -> SignIn {
    let json = Json::read(printed).or_else(|| Json::read(printed.trim().lines().last()?)).unwrap_or(Json::Null);
    let text = |key| json.text(key).map(str::to_owned);
    SignIn { user: text("user"), password: text("password") }
}

/// Starts [`announce`] in the background, as nobody's child: this process becomes the server, which knows no children.
fn start_announcer(address: SocketAddr, sign_in: &SignIn, started: Option<SystemTime>) -> Result<(), Failure> {
    let own = std::env::current_exe().doing("find this program")?;
    let started = started.and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok()).unwrap_or_default();
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "\"$@\" &", "sh"]).arg(own).arg(ANNOUNCE);
    shell.args([address.to_string(), std::process::id().to_string(), started.as_millis().to_string()]);
    shell.arg(sign_in.user.as_deref().unwrap_or_default()).arg(sign_in.password.as_deref().unwrap_or_default());
    run(shell.stdin(Stdio::null()))
}

/// The hidden subcommand: waits until the server answers, and says where and how to sign in.
///
/// Its arguments are the address, the server's process id, the start in milliseconds since 1970, user and password.
pub(crate) fn announce(arguments: &[String]) -> Result<(), Failure> {
    let [address, server, started, user, password] = arguments else {
        return Err(Failure::usage("this subcommand is for `cargo xtask demo` alone"));
    };
    let parsed: SocketAddr = address.parse().map_err(|_| Failure::usage("the first argument is an address"))?;
    let started = SystemTime::UNIX_EPOCH + Duration::from_millis(started.parse().unwrap_or_default());
    let server = Path::new("/proc").join(server);
    let patience = SystemTime::now() + PATIENCE;
    while !answers(parsed) {
        if !server.exists() {
            return Err(Failure::silent(crate::run::FAILED));
        }
        if SystemTime::now() > patience {
            return Err(Failure::new(format!("http://{address}/healthz did not answer within {}", time(PATIENCE))));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    println!("\nReady after {}.\n", time(started.elapsed().unwrap_or_default()));
    println!("    Address   http://{address}/");
    if user.is_empty() {
        println!("    Sign in   as one of the users of this institution");
    } else {
        println!("    User      {user}");
        println!("    Password  {password}");
    }
    println!("\nCtrl-C stops it.");
    Ok(())
}

/// Whether `GET /healthz` is answered with success.
fn answers(address: SocketAddr) -> bool {
    let get = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut status = [0; 12];
        stream.read_exact(&mut status)?;
        Ok(&status == b"HTTP/1.1 200")
    };
    get().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufRead;

    fn wish(arguments: &[&str]) -> Result<Wish, Failure> {
        Wish::read(&arguments.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_command_line_says_port_and_directory() {
        let plain = Wish { port: 8080, data: None, fresh: false };
        assert_eq!(wish(&[]).expect("nothing is needed"), plain);
        let full = Wish { port: 81, data: Some("/a".into()), fresh: true };
        assert_eq!(wish(&["--data", "/a", "--port", "81", "--fresh"]).expect("it is right"), full);
        for wrong in [&["--port"][..], &["--port", "0"], &["--port", "70000"], &["--data"], &["x"]] {
            assert_eq!(wish(wrong).expect_err("it is wrong").code, crate::run::USAGE, "{wrong:?}");
        }
    }

    #[test]
    fn the_way_to_sign_in_is_the_last_thing_printed() {
        let found = sign_in("20000 objects\n{\"user\": \"demo\", \"password\": \"demo-password\"}\n");
        assert_eq!(found.user.as_deref(), Some("demo"));
        assert_eq!(found.password.as_deref(), Some("demo-password"));
        assert!(sign_in("").user.is_none());
    }

    #[test]
    fn a_port_in_use_is_refused_with_its_number() {
        let taken = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr().map(|address| (it, address)));
        let (_listener, address) = taken.expect("a port is free");
        let failure = is_free(address).expect_err("it is in use");
        assert!(failure.message.contains(&address.to_string()), "{}", failure.message);
    }

    #[test]
    fn healthz_must_answer_with_success() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has one");
        std::thread::spawn(move || {
            for status in ["503 Service Unavailable", "200 OK"] {
                let (mut stream, _) = listener.accept().expect("somebody asks");
                let mut asked = String::new();
                for line in std::io::BufReader::new(&stream).lines() {
                    let line = line.expect("it is a request");
                    asked += &line;
                    if line.is_empty() {
                        break;
                    }
                }
                assert!(asked.starts_with("GET /healthz HTTP/1.1"), "{asked}");
                // In one piece: who asks reads the status and goes, so that what comes after it may be refused.
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).expect("it listens");
            }
        });
        assert!(!answers(address));
        assert!(answers(address));
    }
}
