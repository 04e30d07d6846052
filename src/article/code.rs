//! Where code stands in Markdown text: fenced blocks and inline spans.
//!
//! A scan by lines, not a Markdown parser: it serves texts whose line breaks are still the two
//! characters `\n`, which no parser can read. Ranges are in order and do not overlap; the scan
//! is linear.

use std::ops::Range;

/// Backtick runs longer than this open no span, which keeps the scan linear.
const LONGEST_RUN: usize = 16;

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// A newline.
    Real,
    /// A newline, or a backslash and an `n`.
    Both,
}

/// A piece of code, in bytes of the text, delimiters included.
pub(super) struct Code {
    pub range: Range<usize>,
    pub fence: Option<Fence>,
}

/// What a fence says and holds.
pub(super) struct Fence {
    pub info: Range<usize>,
    pub body: Range<usize>,
}

/// One line: its start, its end, and the start of the next one.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub next: usize,
}

/// The line that starts at `start`.
pub(super) fn line_at(text: &str, start: usize, breaks: Breaks) -> Line {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let line = |length: usize, mark: usize| Line {
        start,
        end: start + length,
        next: start + length + mark,
    };
    if breaks == Breaks::Real {
        return memchr::memchr(b'\n', rest).map_or(line(rest.len(), 0), |at| line(at, 1));
    }
    memchr::memchr2_iter(b'\n', b'\\', rest)
        .find_map(|at| match (rest.get(at), rest.get(at + 1)) {
            (Some(b'\n'), _) => Some(line(at, 1)),
            (Some(b'\\'), Some(b'n')) => Some(line(at, 2)),
            _ => None,
        })
        .unwrap_or_else(|| line(rest.len(), 0))
}

/// All code of a text.
pub(super) fn find(text: &str, breaks: Breaks) -> Vec<Code> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut starts_line = true;
    while at < text.len() {
        let line = line_at(text, at, breaks);
        if starts_line && let Some(code) = fence_at(text, line, breaks) {
            at = line_at(text, code.range.end, breaks).next;
            found.push(code);
            continue;
        }
        let end = spans_of(text, line, breaks, &mut found);
        starts_line = end == line.end;
        at = if starts_line { line.next } else { end };
    }
    found
}

/// Collects the spans that open on a line. Returns where the line was left: its end, or the
/// end of a span that reaches into another line.
fn spans_of(text: &str, line: Line, breaks: Breaks, found: &mut Vec<Code>) -> usize {
    let bytes = text.as_bytes();
    let mut at = line.start;
    while let Some(tick) = bytes
        .get(at..line.end)
        .and_then(|rest| memchr::memchr(b'`', rest))
        .map(|offset| at + offset)
    {
        let run = run_length(bytes, tick);
        if tick > line.start && bytes.get(tick - 1) == Some(&b'\\') {
            at = tick + 1;
        } else if let Some(end) = span_end(text, tick + run, run, breaks) {
            found.push(Code { range: tick..end, fence: None });
            if end > line.end {
                return end;
            }
            at = end;
        } else {
            at = tick + run;
        }
    }
    line.end
}

fn run_length(bytes: &[u8], at: usize) -> usize {
    let Some((mark, rest)) = bytes.get(at..).and_then(<[u8]>::split_first) else { return 0 };
    1 + rest.iter().take_while(|b| *b == mark).count()
}

/// The end of the span whose opening run of backticks ends at `from`. A span holds no blank
/// line and reaches into no list item or block.
fn span_end(text: &str, from: usize, run: usize, breaks: Breaks) -> Option<usize> {
    if run > LONGEST_RUN {
        return None;
    }
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'`' {
            let length = run_length(bytes, at);
            at += length;
            if length == run {
                return Some(at);
            }
            continue;
        }
        let real = byte == b'\n';
        let written = breaks == Breaks::Both && byte == b'\\' && bytes.get(at + 1) == Some(&b'n');
        at += if written { 2 } else { 1 };
        if real || written {
            let next = text.get(at..)?;
            let indented = breaks == Breaks::Both && next.starts_with([' ', '\t']);
            let line = line_at(text, at, breaks);
            let body = text.get(line.start..line.end)?.trim_start();
            // Directly after a written break the closing backticks may follow, not a fence.
            if indented || body.is_empty() || list_marker(body).is_some() || body.starts_with("```")
            {
                return None;
            }
        }
    }
    None
}

/// The fenced block that opens on a line, reaching to the end of the text if nothing closes it.
fn fence_at(text: &str, line: Line, breaks: Breaks) -> Option<Code> {
    let written = text.get(line.start..line.end)?;
    let body = skip_containers(written);
    let mark = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = body.trim_start_matches(mark);
    let length = body.len() - info.len();
    if length < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let start = line.end - body.len();
    let info = line.end - info.len()..line.end;
    let mut inner = line;
    while inner.next > inner.end {
        inner = line_at(text, inner.next, breaks);
        let last = text.get(inner.start..inner.end)?.trim_start_matches([' ', '\t', '>']);
        let tail = last.trim_start_matches(mark);
        if last.len() - tail.len() >= length && tail.trim().is_empty() {
            let body = line.next..inner.start;
            return Some(Code {
                range: start..inner.end - tail.len(),
                fence: Some(Fence { info, body }),
            });
        }
    }
    let body = line.next.min(text.len())..text.len();
    Some(Code { range: start..text.len(), fence: Some(Fence { info, body }) })
}

/// A line without its indent, quote marks and list markers.
fn skip_containers(line: &str) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    loop {
        let inner = match rest.strip_prefix('>') {
            Some(inner) => inner,
            None => match list_marker(rest).and_then(|length| rest.get(length..)) {
                Some(inner) => inner,
                None => return rest,
            },
        };
        rest = inner.trim_start_matches([' ', '\t']);
    }
}

/// The length of the list marker that a line without its indent starts with.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let mark = line.as_bytes().get(digits)?;
    let is_mark = match digits {
        0 => matches!(mark, b'-' | b'*' | b'+'),
        1..=9 => matches!(mark, b'.' | b')'),
        _ => false,
    };
    let blank = matches!(line.as_bytes().get(digits + 1), Some(b' ' | b'\t'));
    (is_mark && blank).then_some(digits + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, breaks: Breaks) -> Vec<&str> {
        find(text, breaks).into_iter().filter_map(|code| text.get(code.range)).collect()
    }

    #[test]
    fn a_fence_reaches_to_its_closing_line() {
        let text = "a\n```rust\nlet a;\n```\nb `c` d";
        assert_eq!(pieces(text, Breaks::Real), ["```rust\nlet a;\n```", "`c`"]);
        let text = r"1. a:\n   ```py\n   x\n   ```\nb";
        assert_eq!(pieces(text, Breaks::Both), [r"```py\n   x\n   ```"]);
    }

    #[test]
    fn an_open_fence_reaches_to_the_end() {
        assert_eq!(pieces("```\na\n~~~", Breaks::Real), ["```\na\n~~~"]);
        assert_eq!(pieces("```", Breaks::Real), ["```"]);
    }

    #[test]
    fn a_span_stays_in_its_paragraph() {
        assert_eq!(pieces("a `b\nc` d", Breaks::Real), ["`b\nc`"]);
        assert_eq!(pieces("a `b\n\nc` d", Breaks::Real), [""; 0]);
        assert_eq!(pieces(r"a `b\nc` d `x\n- y`", Breaks::Both), [r"`b\nc`"]);
        assert_eq!(pieces(r"``a ` b`` \`c`", Breaks::Both), ["``a ` b``"]);
    }
}
