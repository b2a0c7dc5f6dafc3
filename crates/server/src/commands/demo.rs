//! `vasculum demo`.

use vasculum_model::{Code, Error, Result};

use crate::config::Config;
use crate::out::Out;

pub(super) fn run(_objects: u64, _seed: u64, _config: &Config, _out: &Out) -> Result<u8> {
    Err(Error::new(Code::Internal, "The demo institution can’t be made yet."))
}
