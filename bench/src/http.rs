//! A client for HTTP/1.1 that costs as little as possible, because it runs on the same processors as the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Failure;

/// How long an answer may take before the benchmark fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection that stays open.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    token: String,
    request: Vec<u8>,
    line: String,
    body: Vec<u8>,
}

/// What came back; the body is in [`Client::body`].
#[derive(Debug, Default, Clone)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The value of `Server-Timing`.
    pub(crate) server_timing: String,
}

impl Answer {
    /// How many statements the server says it asked the database.
    pub(crate) fn statements(&self) -> Option<u64> {
        let digits: String =
            self.server_timing.split("desc=\"").nth(1)?.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    }
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, token: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream: BufReader::with_capacity(64 << 10, stream),
            token: token.to_owned(),
            request: Vec::new(),
            line: String::new(),
            body: Vec::new(),
        })
    }

    /// The body of the last answer.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Asks for a path and reads the whole answer.
    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, Failure> {
        self.request.clear();
        write!(self.request, "GET {path} HTTP/1.1\r\nHost: localhost\r\n")?;
        if !self.token.is_empty() {
            write!(self.request, "Authorization: Bearer {}\r\n", self.token)?;
        }
        self.request.extend_from_slice(b"\r\n");
        self.stream.get_mut().write_all(&self.request)?;
        let mut answer = Answer { status: self.status()?, ..Answer::default() };
        let (mut length, mut is_chunked) = (0, false);
        loop {
            self.read_line()?;
            let Some((name, value)) = self.line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse()?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                is_chunked = value.trim().eq_ignore_ascii_case("chunked");
            } else if name.eq_ignore_ascii_case("server-timing") {
                value.trim().clone_into(&mut answer.server_timing);
            }
        }
        self.body.clear();
        if is_chunked {
            self.read_chunks()?;
        } else {
            self.read_more(length)?;
        }
        Ok(answer)
    }

    fn status(&mut self) -> Result<u16, Failure> {
        self.read_line()?;
        let status = self.line.split(' ').nth(1).ok_or("the server does not speak HTTP")?;
        Ok(status.parse()?)
    }

    fn read_line(&mut self) -> Result<(), Failure> {
        self.line.clear();
        if self.stream.read_line(&mut self.line)? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }

    fn read_more(&mut self, length: usize) -> Result<(), Failure> {
        let from = self.body.len();
        self.body.resize(from + length, 0);
        self.stream.read_exact(&mut self.body[from..])?;
        Ok(())
    }

    fn read_chunks(&mut self) -> Result<(), Failure> {
        loop {
            self.read_line()?;
            let length = usize::from_str_radix(self.line.trim(), 16)?;
            self.read_more(length)?;
            self.read_line()?;
            if length == 0 {
                return Ok(());
            }
        }
    }
}

/// Lets so many clients ask as fast as they can for a while; `path` gives the n-th request of a client. Returns how many
/// answers came per second.
pub(crate) fn load(
    address: SocketAddr,
    token: &str,
    clients: usize,
    time: Duration,
    path: impl Fn(usize, usize) -> String + Sync,
) -> Result<f64, Failure> {
    let over = AtomicBool::new(false);
    let start = Instant::now();
    let counts: Vec<Result<usize, Failure>> = std::thread::scope(|scope| {
        let (over, path) = (&over, &path);
        let threads: Vec<_> = (0..clients)
            .map(|client| {
                scope.spawn(move || -> Result<usize, Failure> {
                    let mut connection = Client::connect(address, token)?;
                    let mut count = 0;
                    while !over.load(Ordering::Relaxed) {
                        let path = path(client, count);
                        let answer = connection.get(&path)?;
                        if answer.status != 200 {
                            let body = String::from_utf8_lossy(connection.body()).into_owned();
                            return Err(format!("{path} was answered with {}: {body}", answer.status).into());
                        }
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        std::thread::sleep(time);
        over.store(true, Ordering::Relaxed);
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err("a client panicked".into()))).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let mut all = 0;
    for count in counts {
        all += count?;
    }
    Ok(all as f64 / seconds)
}
