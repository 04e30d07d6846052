//! The library: a folder of articles as loaded.
//!
//! `catalog` is the in-memory table and pure; `scan` and `source` read files and belong to the
//! shell; `problem` is what could not be read. Invariant: a file is read only through `source`,
//! which lets nothing but regular files under the folder through.

pub mod catalog;
pub mod problem;
pub mod reference;
pub mod scan;
pub mod source;
pub mod subject;
