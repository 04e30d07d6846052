//! Running work whose panic must not end the program: a parser on an untrusted file.
//!
//! A leaf that every room may use. The panic hook asks [`is_catching`] and stays silent then.
//! Invariant: a caught panic is handed to the caller as its message, and to nobody else.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use crate::text::sanitize;

thread_local! {
    /// How many [`catch`] calls are open on this thread.
    static CATCHING: Cell<usize> = const { Cell::new(0) };
    /// What the last caught panic said.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work` and turns a panic in it into its message. State that `work` shares must be sound
/// if it stops half way.
///
/// # Errors
/// The panic's message and, where the hook of `terminal::panic` is installed, its place.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CATCHING.set(CATCHING.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(CATCHING.get().saturating_sub(1));
    result.map_err(|payload| CAUGHT.take().unwrap_or_else(|| said(payload.as_ref()).to_owned()))
}

/// Whether a panic on this thread would be caught by [`catch`].
#[must_use]
pub fn is_catching() -> bool {
    CATCHING.get() > 0
}

/// Keeps what a panic said for the [`catch`] that is open.
pub fn keep(info: &PanicHookInfo<'_>) {
    CAUGHT.set(Some(describe(info)));
}

/// What a panic said and where, as one clean line.
#[must_use]
pub fn describe(info: &PanicHookInfo<'_>) -> String {
    let said = sanitize::line(said(info.payload()));
    match info.location() {
        Some(place) => format!("{said} ({}:{})", place.file(), place.line()),
        None => said.into_owned(),
    }
}

/// The words of a panic.
fn said(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without words")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caught_panic_is_its_message() {
        assert_eq!(catch(|| 7), Ok(7));
        let caught = catch(|| panic!("lost {}", 3)).unwrap_err();
        assert!(caught.starts_with("lost 3"), "{caught}");
        let nested = catch(|| {
            assert!(catch(|| panic!("inner")).is_err());
            "outer goes on"
        });
        assert_eq!(nested, Ok("outer goes on"));
        let wordless = catch(|| panic::panic_any(5_u8)).unwrap_err();
        assert!(wordless.starts_with("a panic without words"), "{wordless}");
    }
}
