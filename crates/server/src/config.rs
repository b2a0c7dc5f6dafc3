//! Where the data is and how to serve it: by flags, else by the environment, else by the configuration file.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;
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
}

const DATA: &str = "vasculum-data";
const CONFIG: &str = "vasculum.toml";
const DATABASE: &str = "vasculum.db";
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
        })
    }
}

fn read_file(path: &Path) -> Result<File> {
    let text = std::fs::read_to_string(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::not_found(format!("There is no configuration file {}.", path.display())),
        _ => Error::internal(format!("The configuration file {} can’t be read.", path.display()), cause),
    })?;
    let mut file: File = toml::from_str(&text).map_err(|cause| {
        Error::invalid(format!("The configuration file {} is wrong: {}.", path.display(), cause.message()))
            .hint("It knows these keys: data, database, listen, log, trusts_proxy.")
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
