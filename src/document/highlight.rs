//! Stub.
use super::face::Role;
/// Stub.
#[must_use]
pub fn highlight(source: &str, _language: &str) -> Vec<Vec<(String, Role)>> {
    source.split('\n').map(|l| vec![(l.to_owned(), Role::Code)]).collect()
}
