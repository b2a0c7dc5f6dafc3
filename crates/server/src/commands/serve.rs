//! `vasculum serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;
use vasculum_model::{Error, Result};
use vasculum_web::{App, Options};

use super::open;
use crate::config::Config;
use crate::exit;
use crate::out::Out;

pub(super) fn run(listen: Option<SocketAddr>, config: &Config, out: &Out) -> Result<u8> {
    let filter = EnvFilter::try_new(&config.log).map_err(|_| {
        Error::invalid(format!("‘{}’ does not say what to log.", config.log))
            .hint("Write for example `info`, or `vasculum_web=debug,info`.")
    })?;
    // A second subscriber in the same process would be refused; there is only this one.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    let address = listen.unwrap_or(config.listen);
    let db = Arc::new(open(config)?);
    let options = Options { trusts_proxy: config.trusts_proxy, ..Options::default() };
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
        out.result(&json!({"address": format!("http://{address}")}), &format!("Vasculum answers at http://{address}"));
        vasculum_web::serve(App::new(db, options), listener, told_to_stop()).await
    })?;
    out.say("Stopped.");
    Ok(exit::DONE)
}

/// Ends when the program is told to stop: by Ctrl-C, or as systems stop their services.
async fn told_to_stop() {
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
