//! Bytes that are made while they are sent, so that a file of any size needs little memory.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::Receiver;

/// What comes through a channel, as the body of an answer. An error breaks the answer off.
pub(crate) struct Feed(Receiver<Result<Bytes, std::io::Error>>);

impl Feed {
    /// A body of what is sent to the other end.
    pub(crate) fn new(receiver: Receiver<Result<Bytes, std::io::Error>>) -> Self {
        Self(receiver)
    }
}

impl Stream for Feed {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_recv(cx)
    }
}
