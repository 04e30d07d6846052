//! The note of a highlight on its way to an editor and back, as text.
//!
//! Runs no editor. Invariant: what comes back has passed the gate, and what stands below the line of
//! scissors is no part of a note.

use std::fmt::Write as _;

use super::{Model, known};
use crate::app::message::Effect;
use crate::keymap::{Action, Place, key_for};
use crate::memory::{Highlight, Memory};
use crate::text::sanitize;

/// The longest note, in bytes.
pub const LIMIT: usize = 64 * 1024;
/// Below this line stands what is only shown to the writer.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// Has the note of a highlight written.
pub(in crate::app) fn edit(model: &Model, uid: &str) -> Vec<Effect> {
    let highlight = known(model, uid);
    let edit = |one: &Highlight| Effect::EditNote { uid: one.uid.clone(), text: draft(one) };
    highlight.map(edit).into_iter().collect()
}

/// What the editor is given: the note, and below the scissors what it is about.
fn draft(highlight: &Highlight) -> String {
    let mut draft = format!("{}\n\n{SCISSORS}\n", highlight.note);
    draft.push_str("# The note stands above this line. What stands below is left out.\n#\n");
    let _ = write!(draft, "# {}\n#\n", sanitize::line(&highlight.article.question));
    for line in highlight.quote.exact.lines() {
        draft.push_str(format!("# > {line}").trim_end());
        draft.push('\n');
    }
    draft
}

/// The note in what the editor gave back.
fn note(draft: &str) -> String {
    let clean = sanitize::text(draft);
    let above = clean.lines().take_while(|line| line.trim_end() != SCISSORS);
    let lines: Vec<_> = above.map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Tells what became of a draft; the sentence may have the name of a file in it.
pub fn tell(model: &mut Model, sentence: &str) {
    model.notice = Some(sanitize::line(sentence).into_owned());
}

/// Takes what the editor gave back, or why there is nothing.
pub(in crate::app) fn receive(
    model: &mut Model,
    uid: &str,
    written: Result<String, String>,
) -> Vec<Effect> {
    let written = match written {
        Ok(written) => note(&written),
        Err(sentence) => {
            tell(model, &sentence);
            return Vec::new();
        }
    };
    let Some(mut highlight) = known(model, uid).cloned() else {
        model.notice = Some("the highlight of this note was removed meanwhile".to_owned());
        return Vec::new();
    };
    if highlight.note == written {
        model.notice = Some("the note is as it was".to_owned());
        return Vec::new();
    }
    let done = if written.is_empty() {
        model.highlights.dropped.push(highlight.clone());
        let key = key_for(Action::RestoreHighlight, Place::Highlights);
        format!("the note is removed, the highlight stays; {key} in the list brings it back")
    } else {
        format!("the note is kept{}", model.memories.how_long())
    };
    model.notice = Some(done);
    let before = std::mem::replace(&mut highlight.note, written);
    highlight.changed = model.clock.now;
    vec![model.keep(Memory::Note(Box::new(highlight), before))]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::memory::{Named, Quote};

    fn highlight(note: &str) -> Highlight {
        Highlight {
            uid: "7".to_owned(),
            article: Named { question: "Why?".to_owned(), ..Named::default() },
            quote: Quote { exact: "One line.\n\nAnother one.".to_owned(), ..Quote::default() },
            note: note.to_owned(),
            made: 1,
            changed: 1,
        }
    }

    #[test]
    fn a_writer_sees_the_note_and_below_the_scissors_what_it_is_about() {
        let draft = draft(&highlight("Mine."));
        let expected = format!(
            "Mine.\n\n{SCISSORS}\n# The note stands above this line. What stands below is left out.\n#\n\
             # Why?\n#\n# > One line.\n# >\n# > Another one.\n"
        );
        assert_eq!(draft, expected);
    }

    #[test]
    fn what_is_written_may_be_markdown_and_pass_no_control() {
        assert_eq!(note("\n# Mine\n\n- one  \n\n"), "# Mine\n\n- one");
        assert_eq!(note("a\u{1b}[31mb\r\nc"), "a\u{FFFD}[31mb\nc");
        assert_eq!(note(&format!("{SCISSORS}\nx")), "");
    }

    proptest! {
        #[test]
        fn a_note_that_nobody_changed_comes_back_as_it_was(text in "[a-zé# >.\n]{0,80}") {
            let kept = note(&text);
            prop_assert_eq!(note(&draft(&highlight(&kept))), kept);
        }
    }
}
