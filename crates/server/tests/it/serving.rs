//! `serve`: answers, and stops when it is told to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::program::Program;

/// The program serving, killed with this value if it does not stop by itself.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(program: &Program) -> (Serving, String) {
    let mut child = program
        .command()
        .args(["serve", "--listen", "127.0.0.1:0", "--json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let document: serde_json::Value = serde_json::from_str(&line).expect("the first line is JSON");
    let address = document["address"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    (Serving(child), address)
}

fn get(address: &str, path: &str, token: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_server_answers_and_stops_when_told() {
    let program = Program::with_fish();
    let made = program.json(&["token", "add", "--user", "ada", "--scope", "read"]);
    for signal in ["-INT", "-TERM"] {
        let (mut serving, address) = serve(&program);
        assert!(get(&address, "/healthz", "").contains("200"));
        assert!(get(&address, "/api/v1/Collection", made["token"].as_str().unwrap()).contains("200"));
        assert!(get(&address, "/api/v1/Collection", "vsc_wrong").contains("401"));
        Command::new("kill").args([signal, &serving.0.id().to_string()]).status().unwrap();
        assert_eq!(serving.0.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn an_empty_place_answers_with_the_guided_setup_and_nothing_else() {
    let program = Program::new();
    let (mut serving, address) = serve(&program);
    assert!(get(&address, "/setup", "").contains("200"));
    for path in ["/", "/data/CollectionObject", "/setup/user"] {
        assert!(get(&address, path, "").contains("303"), "{path} leads to the setup");
    }
    assert!(get(&address, "/api/v1/Collection", "").contains("303"));
    Command::new("kill").args(["-TERM", &serving.0.id().to_string()]).status().unwrap();
    assert_eq!(serving.0.wait().unwrap().code(), Some(0));
    assert!(!program.data().exists(), "nothing was made");
}

#[test]
fn a_place_that_is_taken_is_told_in_words() {
    let program = Program::with_fish();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    program.refused(&["serve", "--listen", &taken.local_addr().unwrap().to_string()], 70, "--listen");
}
