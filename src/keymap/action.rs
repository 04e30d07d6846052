//! What a reader can do, and what the table says about it.

use super::place::Place;

/// Something a reader can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open what is selected.
    Open,
    /// Type a filter for the questions.
    Filter,
    /// Search the text of all answers, and back.
    Search,
    /// Take up the query that was used before.
    EarlierQuery,
    /// Take up the one that was used after it.
    LaterQuery,
    /// Open an article of the list that nobody chose.
    Random,
    /// Type what to find in the answer.
    Find,
    /// Go to the next match in the answer.
    NextMatch,
    /// Go to the match before.
    PreviousMatch,
    /// Keep the matches of what was typed.
    KeepMatches,
    /// Open the n-th related article, counted from 1.
    Related(u8),
    /// Go to the article read before.
    Back,
    /// Go to the article read after.
    Forward,
    /// Show the path of this reading and return to a point of it.
    Trail,
    /// Find an article that was read before, in this reading or an earlier one.
    History,
    /// Show what was read, by day and by subject.
    Statistics,
    /// Move up a line.
    Up,
    /// Move down a line.
    Down,
    /// Move up half a page.
    HalfPageUp,
    /// Move down half a page.
    HalfPageDown,
    /// Move up a page.
    PageUp,
    /// Move down a page.
    PageDown,
    /// Scroll what is wider than the page to the left.
    ScrollLeft,
    /// Scroll what is wider than the page to the right.
    ScrollRight,
    /// Move to the start.
    Top,
    /// Move to the end.
    Bottom,
    /// Go to the next question of the list.
    NextArticle,
    /// Go to the previous question of the list.
    PreviousArticle,
    /// Go to the next pane.
    NextPane,
    /// Go to the previous pane.
    PreviousPane,
    /// Give the answer the whole screen, and back.
    Zoom,
    /// Hide or show the subjects.
    ToggleSubjects,
    /// Hide or show unlisted articles.
    ToggleUnlisted,
    /// Sort the list by something else.
    NextOrder,
    /// Show or fold what says the same as the selected article.
    ToggleFold,
    /// Show or fold all that say the same as others.
    ToggleFolds,
    /// Look in all subjects, or in the chosen one.
    ToggleScope,
    /// Mark the article as read, or as unread again.
    ToggleRead,
    /// Star the article, or take its star away.
    ToggleStar,
    /// Put the article on shelves, or take it off.
    Shelves,
    /// Make a shelf.
    NewShelf,
    /// Give a shelf another name.
    RenameShelf,
    /// Delete a shelf.
    DropShelf,
    /// Take articles that the library has no more off the list that is chosen.
    TakeOffGone,
    /// Move the article up on the shelf that is shown.
    ShelfUp,
    /// Move it down.
    ShelfDown,
    /// Select the next link of the answer.
    NextLink,
    /// Select the link before.
    PreviousLink,
    /// Show where the selected link leads, and hide it again.
    Preview,
    /// Open the link that is shown, outside of Recto.
    OpenLink,
    /// Ask what to copy.
    Copy,
    /// Copy the answer as Markdown.
    CopyAnswer,
    /// Copy the page as plain text.
    CopyText,
    /// Copy the url of the article.
    CopyUrl,
    /// Copy the code block in view.
    CopyCode,
    /// Copy the formula in view as TeX.
    CopyFormula,
    /// Copy the target of the link that is selected or shown.
    CopyLink,
    /// Select words of the answer by sentences.
    SelectSentence,
    /// Select words of the answer by paragraphs and lines of code.
    SelectBlock,
    /// Take the next into the selection.
    ExtendDown,
    /// Take the one before into the selection.
    ExtendUp,
    /// Keep what is selected as a highlight.
    KeepHighlight,
    /// Keep what is selected and write a note about it.
    KeepNote,
    /// Copy what is selected.
    CopySelected,
    /// Show highlights and notes.
    Highlights,
    /// Write the note of a highlight.
    EditNote,
    /// Remove a highlight and its note.
    DropHighlight,
    /// Bring back the highlight that was removed last.
    RestoreHighlight,
    /// Show the highlights of all articles, or of the one shown again.
    AllHighlights,
    /// Show the sections of the answer and go to one.
    Outline,
    /// Go to the next heading of the answer.
    NextHeading,
    /// Go to the heading before.
    PreviousHeading,
    /// Show formulas in another way.
    MathStyle,
    /// Leave what is being done: clear, then leave.
    Cancel,
    /// Find any action, question or subject by name.
    Palette,
    /// Show every key of the present place.
    Help,
    /// Show what could not be read.
    Problems,
    /// Delete the character before the cursor.
    DeleteBefore,
    /// Delete the character under the cursor.
    DeleteAfter,
    /// Delete the word before the cursor.
    DeleteWord,
    /// Delete all before the cursor.
    DeleteToStart,
    /// Move the cursor left.
    CursorLeft,
    /// Move the cursor right.
    CursorRight,
    /// Move the cursor to the start.
    CursorStart,
    /// Move the cursor to the end.
    CursorEnd,
    /// Draw the screen anew.
    Redraw,
    /// Stop the program until the shell's `fg`.
    Suspend,
    /// Leave Recto.
    Quit,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// What it does.
    pub action: Action,
    /// Its name in configuration and documents.
    pub name: &'static str,
    /// What it does, in words.
    pub summary: &'static str,
    /// The keys that do it, by place.
    pub keys: &'static [(Place, &'static [&'static str])],
    /// Its word in the footer and the places whose footer it stands in.
    pub hint: Option<(&'static str, &'static [Place])>,
}
