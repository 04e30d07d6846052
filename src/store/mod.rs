//! What Recto keeps outside the library: for now the configuration, which is only read.
//!
//! Shell: the only room that knows where the reader's own files lie. Invariant: a configuration
//! that is missing or wrong never stops the program.

pub mod config;
