//! A form with a file, as browsers send it (`multipart/form-data`, RFC 7578), and the file kept aside for a while.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use vasculum_domain::users;
use vasculum_model::{Error, Result};

use crate::pages::sent::Pairs;
use crate::ui::words::t;

/// A file that somebody uploaded; deleted with this value.
pub(crate) struct Upload {
    /// Its name, as the browser said.
    pub(crate) name: String,
    /// Where it lies now.
    pub(crate) path: PathBuf,
}

impl Drop for Upload {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.path);
    }
}

impl Upload {
    /// Keeps a file among the temporary files of the machine, under a name that nobody can guess and that ends as its
    /// own does.
    pub(crate) fn keep(name: &str, bytes: &[u8]) -> Result<Self> {
        Self::open(name, bytes).map(|(kept, _)| kept)
    }

    fn open(name: &str, bytes: &[u8]) -> Result<(Self, File)> {
        let failed = |cause: std::io::Error| Error::internal(t("The file can’t be kept."), cause);
        let ending: String = name
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(8)
            .collect();
        let path = std::env::temp_dir().join(format!("vasculum-{}.{ending}", users::new_password()?));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        // For nobody else on the machine.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed)?;
        let kept = Self { name: name.chars().filter(|letter| !letter.is_control()).take(200).collect(), path };
        file.write_all(bytes).map_err(failed)?;
        Ok((kept, file))
    }
}

/// An uploaded file without a name, where the system allows that: nobody else can open it, and it is gone when the
/// program ends, however it ends.
pub(crate) struct Hidden {
    /// What it was called.
    pub(crate) name: String,
    /// How long it is, in bytes.
    pub(crate) bytes: u64,
    file: Mutex<File>,
    /// Where it lies, as long as it has a name.
    _named: Option<Upload>,
}

impl Hidden {
    /// Keeps a file.
    pub(crate) fn keep(name: &str, bytes: &[u8]) -> Result<Self> {
        let (kept, file) = Upload::open(name, bytes)?;
        let name = kept.name.clone();
        let named = if cfg!(unix) { None } else { Some(kept) };
        Ok(Self { name, bytes: bytes.len() as u64, file: Mutex::new(file), _named: named })
    }

    /// All that is in it.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        let failed = |cause: std::io::Error| Error::internal(t("The file can’t be read again."), cause);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).map_err(failed)?;
        Ok(bytes)
    }
}

/// The name and the bytes of a file in a form.
pub(crate) type Sent = Option<(String, Vec<u8>)>;

/// Reads a form: its fields, and its file if one was chosen.
///
/// # Errors
///
/// `Invalid`, if the body is no form.
pub(crate) fn read(kind: &str, body: &[u8]) -> Result<(Pairs, Sent)> {
    let wrong = || Error::invalid(t("This is no form."));
    let Some(boundary) = kind.strip_prefix("multipart/form-data").and_then(|rest| rest.split("boundary=").nth(1))
    else {
        let fields = axum::extract::Query::<Pairs>::try_from_uri(&uri_of(body)?).map_err(|_| wrong())?;
        return Ok((fields.0, None));
    };
    let boundary = format!("--{}", boundary.trim().trim_matches('"'));
    let (mut fields, mut file) = (Pairs::new(), None);
    // A line break before the first boundary makes all of them alike.
    let body = [b"\r\n", body].concat();
    let mark = format!("\r\n{boundary}").into_bytes();
    let mut rest = body.as_slice();
    let mut at = find(rest, &mark).ok_or_else(wrong)?;
    loop {
        rest = &rest[at + mark.len()..];
        if rest.starts_with(b"--") {
            return Ok((fields, file));
        }
        let Some(end) = find(rest, &mark) else { return Err(wrong()) };
        let part = rest[..end].strip_prefix(b"\r\n").ok_or_else(wrong)?;
        let head_end = find(part, b"\r\n\r\n").ok_or_else(wrong)?;
        let head = String::from_utf8_lossy(&part[..head_end]).into_owned();
        let content = &part[head_end + 4..];
        let name = parameter(&head, " name=").ok_or_else(wrong)?;
        match parameter(&head, " filename=") {
            Some(file_name) if !file_name.is_empty() => file = Some((file_name, content.to_vec())),
            Some(_) => {}
            None => fields.push((name, String::from_utf8_lossy(content).into_owned())),
        }
        at = end;
    }
}

/// The body of a plain form as the query of an address, for the reader that there is.
fn uri_of(body: &[u8]) -> Result<axum::http::Uri> {
    let text = std::str::from_utf8(body).map_err(|_| Error::invalid(t("This is no form.")))?;
    format!("/?{text}").parse().map_err(|_| Error::invalid(t("This is no form.")))
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// The value of a parameter in the head of a part.
fn parameter(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let rest = &line[line.find(name)? + name.len()..];
    Some(rest.strip_prefix('"')?.split('"').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_a_file_is_read() {
        let body = b"--x1\r\nContent-Disposition: form-data; name=\"names\"\r\n\r\nfile\r\n--x1\r\n\
            content-disposition: form-data; name=\"file\"; filename=\"taxa.csv\"\r\nContent-Type: text/csv\r\n\r\n\
            a,b\r\n1,2\r\n\r\n--x1--\r\n";
        let (fields, file) = read("multipart/form-data; boundary=x1", body).unwrap();
        assert_eq!(fields, [("names".to_owned(), "file".to_owned())]);
        assert_eq!(file, Some(("taxa.csv".to_owned(), b"a,b\r\n1,2\r\n".to_vec())));
    }

    #[test]
    fn a_plain_form_is_read_too() {
        let (fields, file) = read("application/x-www-form-urlencoded", b"name=M%C3%BCller+%26+Co&go=next").unwrap();
        assert_eq!(fields, [("name".to_owned(), "Müller & Co".to_owned()), ("go".to_owned(), "next".to_owned())]);
        assert!(file.is_none());
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        for body in [&b""[..], b"--x1", b"--x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb"] {
            assert!(read("multipart/form-data; boundary=x1", body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn an_upload_is_gone_with_its_value() {
        let upload = Upload::keep("../../etc/taxa.csv", b"x").unwrap();
        let path = upload.path.clone();
        assert!(path.exists() && path.extension().is_some_and(|ending| ending == "csv"));
        assert_eq!(path.parent(), Some(std::env::temp_dir().as_path()));
        drop(upload);
        assert!(!path.exists());
    }

    #[test]
    fn an_upload_is_for_nobody_else() {
        let upload = Upload::keep("taxa.csv", b"x").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&upload.path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        drop(upload);
        let hidden = Hidden::keep("taxa.csv", b"a,b").unwrap();
        assert_eq!((hidden.read().unwrap(), hidden.read().unwrap()), (b"a,b".to_vec(), b"a,b".to_vec()));
        assert_eq!((hidden.name.as_str(), hidden.bytes), ("taxa.csv", 3));
    }
}
