//! `vasculum serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use vasculum_domain::jobs::Workshop;
use vasculum_domain::setup;
use vasculum_model::{Code, Error, Result};
use vasculum_store::{Access, Database, system_clock};
use vasculum_web::{App, OnStart, Options, Setup};

use super::create;
use crate::config::Config;
use crate::exit;
use crate::index;
use crate::out::Out;
use crate::worker::Crew;

pub(super) fn run(listen: Option<SocketAddr>, config: &Config, out: &Out) -> Result<u8> {
    log_to_stderr(config)?;
    let address = listen.unwrap_or(config.listen);
    let db = made(config)?;
    let shop = config.workshop()?;
    let crew = Arc::new(Crew::default());
    let (workers, starting, works_in) = (config.workers, Arc::clone(&crew), shop.clone());
    let options = Options {
        trusts_proxy: config.trusts_proxy,
        workshop: shop,
        search: Some(super::search_folder(config)),
        on_start: Some(OnStart::by(move |db, search| {
            let shop = Workshop { index: Some(index::of_server(search)), ..works_in.clone() };
            starting.start(db, shop, workers);
        })),
        ..Options::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| Error::internal("The server can’t start.", cause))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|cause| {
            Error::internal(format!("Vasculum can’t listen on {address}."), cause)
                .hint("Is another program there already? Choose another place with `--listen`.")
        })?;
        let address = listener.local_addr().unwrap_or(address);
        match db {
            Some(db) => {
                let words = format!("Vasculum answers at http://{address}");
                out.result(&json!({"address": format!("http://{address}")}), &words);
                let app = App::new(Arc::new(db), options);
                app.search().start();
                vasculum_web::serve(app, listener, told_to_stop()).await
            }
            None => {
                let config = config.clone();
                let setup = Setup::new(Box::new(move || create(&config)), options)?;
                tell_of_setup(&setup, address, out);
                vasculum_web::serve_setup(setup, listener, told_to_stop()).await
            }
        }
    })?;
    crew.leave();
    out.say("Stopped.");
    Ok(exit::DONE)
}

/// Writes the log to standard error from now on.
pub(super) fn log_to_stderr(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).map_err(|_| {
        Error::invalid(format!("‘{}’ does not say what to log.", config.log))
            .hint("Write for example `info`, or `vasculum_web=debug,info`.")
    })?;
    // A second subscriber in the same process would be refused; there is only this one.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    Ok(())
}

/// The institution's database; nothing if there is none yet, or one in which nothing was ever made.
fn made(config: &Config) -> Result<Option<Database>> {
    let db = match Database::open(config.place.clone(), system_clock) {
        Err(error) if error.code == Code::NotFound => return Ok(None),
        opened => opened?,
    };
    let is_untouched = db.read(&Access::system("serve"), setup::is_untouched)?;
    Ok((!is_untouched).then_some(db))
}

/// Says where the guided setup is, and the code that opens it.
fn tell_of_setup(setup: &Setup, address: SocketAddr, out: &Out) {
    let code = setup.code();
    let page = format!("http://{address}/setup?code={code}");
    let document = json!({"address": format!("http://{address}"), "setup": page, "code": code});
    let words = format!(
        "There is no institution here yet. To make one, open\n\n    {page}\n\nor http://{address} and type the code {code}."
    );
    out.result(&document, &words);
}

/// Ends when the program is told to stop: by Ctrl-C, or as systems stop their services.
pub(super) async fn told_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => _ = signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
