//! Where the data is and how to serve it: by flags, else by the environment, else by the configuration file.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use vasculum_domain::jobs::{KEEP_DAYS, Letter, Post, Workshop, system_zone};
use vasculum_mail::{Security, Server};
use vasculum_model::{Error, Result};
use vasculum_store::Place;

use crate::cli::Global;

/// The configuration file; every key may be missing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The data directory; a relative one starts where the file is.
    data: Option<PathBuf>,
    /// The database, as `--database`.
    database: Option<String>,
    /// Where to listen, as `--listen`.
    listen: Option<SocketAddr>,
    /// What to log: `info`, `debug`, `vasculum_web=debug,info`…
    log: Option<String>,
    /// Whether a proxy stands in front whose `X-Forwarded-…` headers tell the truth.
    trusts_proxy: Option<bool>,
    /// The address of the server for people, for links in letters.
    address: Option<String>,
    /// The time zone of schedules.
    time_zone: Option<String>,
    /// How many jobs `serve` carries out at the same time; 0 leaves them to `vasculum work`.
    workers: Option<u16>,
    /// For how many days the files of jobs are kept.
    keep_files_days: Option<u16>,
    /// The mail server; without one nothing is sent.
    mail: Option<Mail>,
}

/// The part of the file about mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mail {
    /// The mail server, with or without a port.
    server: String,
    /// `tls`, `starttls` or `none`.
    security: Option<String>,
    /// The name that it knows us by.
    user: Option<String>,
    /// The password; better in the environment, as `VASCULUM_MAIL_PASSWORD`.
    password: Option<String>,
    /// Who letters come from.
    from: String,
    /// Files up to so many megabytes go along; larger ones are linked to.
    attach_up_to_mb: Option<u16>,
}

/// What flags, environment and file say together.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// The database.
    pub place: Place,
    /// Where the file says to listen.
    pub listen: SocketAddr,
    /// What to log.
    pub log: String,
    /// Whether a proxy in front is believed.
    pub trusts_proxy: bool,
    /// How many jobs `serve` carries out at the same time.
    pub workers: usize,
    /// What the file says of jobs, files and mail.
    work: Work,
}

#[derive(Debug, Clone)]
struct Work {
    address: Option<String>,
    time_zone: Option<String>,
    keep_files_days: Option<u16>,
    mail: Option<Mail>,
}

const DATA: &str = "vasculum-data";
const CONFIG: &str = "vasculum.toml";
const DATABASE: &str = "vasculum.db";
const FILES: &str = "files";
const MAIL_PASSWORD: &str = "VASCULUM_MAIL_PASSWORD";
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Config {
    /// Reads the configuration file, if there is one, and puts flags and environment before it.
    pub(crate) fn read(global: &Global) -> Result<Self> {
        let usual = global.data.clone().unwrap_or_else(|| DATA.into()).join(CONFIG);
        let file = match &global.config {
            Some(path) => read_file(path)?,
            None if usual.exists() => read_file(&usual)?,
            None => File::default(),
        };
        let data = global.data.clone().or(file.data).unwrap_or_else(|| DATA.into());
        let place = match global.database.as_deref().or(file.database.as_deref()) {
            Some(url) => place(url)?,
            None => Place::File(data.join(DATABASE)),
        };
        let log = std::env::var("VASCULUM_LOG").ok().or(file.log).unwrap_or_else(|| "info".to_owned());
        Ok(Self {
            data,
            place,
            listen: file.listen.unwrap_or(LISTEN),
            log,
            trusts_proxy: file.trusts_proxy.unwrap_or(false),
            workers: file.workers.unwrap_or(1).into(),
            work: Work {
                address: file.address,
                time_zone: file.time_zone,
                keep_files_days: file.keep_files_days,
                mail: file.mail,
            },
        })
    }

    /// What jobs work with: the folder `files` in the data directory, and the mail server if one is set.
    ///
    /// # Errors
    ///
    /// `Invalid`, if the file says something about mail or time that can't be.
    pub(crate) fn workshop(&self) -> Result<Workshop> {
        let mut shop = Workshop::at(self.data.join(FILES));
        shop.keep_days = self.work.keep_files_days.map_or(KEEP_DAYS, i64::from);
        shop.address.clone_from(&self.work.address);
        shop.zone = match &self.work.time_zone {
            Some(zone) => {
                jiff::tz::TimeZone::get(zone).map_err(|_| {
                    Error::invalid(format!("The configuration names a time zone ‘{zone}’, which does not exist."))
                        .hint("Write it as Europe/Berlin.")
                })?;
                zone.clone()
            }
            None => system_zone(),
        };
        if let Some(mail) = &self.work.mail {
            shop.attach_bytes = i64::from(mail.attach_up_to_mb.unwrap_or(5)) << 20;
            let server = mail.server()?;
            shop.post = Some(Post::by(move |letter| vasculum_mail::send(&server, &as_mail(letter))));
        }
        Ok(shop)
    }
}

impl Mail {
    fn server(&self) -> Result<Server> {
        let word = self.security.as_deref().unwrap_or("starttls");
        let known = Security::ALL.iter().find(|(name, _)| *name == word).map(|(_, security)| *security);
        let security = known.ok_or_else(|| {
            Error::invalid(format!("The configuration says [mail] security = ‘{word}’."))
                .hint("It is tls, starttls or none.")
        })?;
        let (host, port) = match self.server.rsplit_once(':') {
            None => (self.server.as_str(), security.usual_port()),
            Some((host, port)) => (
                host,
                port.parse().map_err(|_| {
                    Error::invalid(format!("The configuration says [mail] server = ‘{}’.", self.server))
                        .hint("Write it as smtp.museum.example or smtp.museum.example:587.")
                })?,
            ),
        };
        if !vasculum_mail::is_sender(&self.from) {
            return Err(Error::invalid(format!("The configuration says [mail] from = ‘{}’.", self.from))
                .hint("Write it as vasculum@museum.example."));
        }
        let password = std::env::var(MAIL_PASSWORD).ok().or_else(|| self.password.clone());
        Ok(Server {
            host: host.to_owned(),
            port,
            security,
            login: self.user.clone().map(|user| (user, password.unwrap_or_default())),
            from: self.from.clone(),
            timeout: Duration::from_secs(30),
        })
    }
}

fn as_mail(letter: &Letter) -> vasculum_mail::Letter {
    vasculum_mail::Letter {
        to: letter.to.clone(),
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        attachment: letter.attachment.as_ref().map(|file| vasculum_mail::Attachment {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes.clone(),
        }),
    }
}

fn read_file(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::not_found(format!("There is no configuration file {}.", path.display())),
        _ => Error::internal(format!("The configuration file {} can’t be read.", path.display()), cause),
    })?;
    let mut file: File = toml::from_str(&text).map_err(|cause| {
        Error::invalid(format!("The configuration file {} is wrong: {}.", path.display(), cause.message())).hint(
            "It knows these keys: data, database, listen, log, trusts_proxy, address, time_zone, workers, \
                 keep_files_days, and [mail] with server, security, user, password, from, attach_up_to_mb.",
        )
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    file.data = file.data.map(|data| folder.join(data));
    Ok(file)
}

fn place(url: &str) -> Result<Place> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Place::Postgres(url.to_owned()));
    }
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
    if path.is_empty() || path.contains("://") {
        return Err(Error::invalid("This is no database that Vasculum knows.")
            .hint("Give postgres://user:password@host/name, or the path of a SQLite file."));
    }
    Ok(Place::File(path.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn global(data: &Path) -> Global {
        Global { data: Some(data.to_owned()), database: None, config: None, json: false, yes: false, quiet: false }
    }

    #[test]
    fn flags_come_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = "database = \"postgres://host/name\"\nlisten = \"0.0.0.0:81\"\nlog = \"warn\"\n";
        std::fs::write(folder.path().join(CONFIG), file).unwrap();
        let config = Config::read(&global(folder.path())).unwrap();
        assert_eq!(config.place, Place::Postgres("postgres://host/name".to_owned()));
        assert_eq!(config.listen.port(), 81);
        let flags = Global { database: Some("sqlite:other.db".to_owned()), ..global(folder.path()) };
        assert_eq!(Config::read(&flags).unwrap().place, Place::File("other.db".into()));
    }

    #[test]
    fn without_a_file_everything_has_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::read(&global(folder.path())).unwrap();
        assert_eq!(config.place, Place::File(folder.path().join("vasculum.db")));
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    }

    #[test]
    fn mail_is_set_by_the_file_and_checked_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let shop = |file: &str| {
            std::fs::write(folder.path().join(CONFIG), file).unwrap();
            Config::read(&global(folder.path())).unwrap().workshop()
        };
        let none = shop("time_zone = \"America/Lima\"\nkeep_files_days = 3\n").unwrap();
        assert!(none.post.is_none());
        assert_eq!((none.zone.as_str(), none.keep_days), ("America/Lima", 3));
        let mail = "[mail]\nserver = \"smtp.museum.example\"\nfrom = \"vasculum@museum.example\"\n";
        assert!(shop(mail).unwrap().post.is_some());
        assert_eq!(shop(&format!("{mail}attach_up_to_mb = 1\n")).unwrap().attach_bytes, 1 << 20);
        for wrong in ["security = \"ssl\"", "user = 1"] {
            std::fs::write(folder.path().join(CONFIG), format!("{mail}{wrong}\n")).unwrap();
            let read = Config::read(&global(folder.path()));
            assert!(read.and_then(|config| config.workshop()).is_err(), "{wrong}");
        }
        assert!(shop(&mail.replace("vasculum@", "")).is_err());
        assert!(shop(&mail.replace("museum.example\"\nfrom", "museum.example:x\"\nfrom")).is_err());
        assert!(shop("time_zone = \"Europe/Atlantis\"\n").is_err());
    }

    #[test]
    fn a_wrong_file_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CONFIG);
        std::fs::write(&path, "port = 80\n").unwrap();
        let error = Config::read(&global(folder.path())).unwrap_err();
        assert!(error.message.contains("port") && error.hint.is_some(), "{error:?}");
        let nowhere = Global { config: Some("nowhere.toml".into()), ..global(folder.path()) };
        assert_eq!(Config::read(&nowhere).unwrap_err().code, vasculum_model::Code::NotFound);
        assert!(place("mysql://host/name").is_err());
    }
}
