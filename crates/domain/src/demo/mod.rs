//! A museum that does not exist, for trying things out.
