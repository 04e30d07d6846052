//! The commands that are more than a symbol: what each one takes and makes.
//!
//! A table; carrying a command out is the parser's. Invariant: a name stands here once and
//! is no symbol.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::class::Class;
use super::mark;
use super::node::{Face, Layout, Mark};
use super::symbol::Limits;

/// Letters of a font. Weight and slope are a [`Face`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Variables.
    Math,
    /// Upright words.
    Roman,
    /// ℝ
    Blackboard,
    /// ℒ
    Script,
    /// ℜ
    Fraktur,
}

/// A font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Font {
    pub family: Family,
    pub face: Face,
}

/// A fraction without its parts: whether it has a bar, and its brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub bar: bool,
    pub open: &'static str,
    pub close: &'static str,
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Two arguments, one over the other.
    Fraction(Shape),
    /// What stands before it in its group over what stands after it.
    Infix(Shape),
    /// Brackets, thickness, style, and two parts.
    GeneralFraction,
    /// An index in brackets, and a body.
    Root,
    Accent(Mark),
    /// An argument in another font.
    Font(Family, Face),
    /// A picture, which no cell can show.
    Picture,
    /// The rest of the group in another font.
    Switch(Family, Face),
    /// Words.
    Text(Face),
    /// Words up to the same character again.
    Verbatim,
    /// Columns.
    Space(isize),
    /// A dimension in braces, or bare.
    SpaceBy,
    Left,
    Right,
    Middle,
    /// A bracket of a size, with its class if the command gives one.
    Big(Option<Class>),
    Begin,
    End,
    Row,
    Rule,
    /// A rule under some columns, which are the argument.
    PartRule,
    Limits(Limits),
    /// Negates the next symbol.
    Not,
    /// Something above or below a base; the base comes second.
    Over,
    Under,
    /// Above, below, base.
    OverUnder,
    Substack,
    /// Left end, filling, right end.
    Arrow([&'static str; 3]),
    OperatorName,
    /// Whether it keeps width and height.
    Phantom(bool, bool),
    Boxed,
    Cancel,
    /// Struck out, with what it becomes.
    CancelTo,
    /// Words that are a script of the words before: raised, or lowered.
    TextScript(bool),
    /// The argument as it is.
    Plain,
    /// The argument as an atom of this class.
    Class(Class),
    /// Leaves out so many arguments.
    Ignore(usize),
    /// Leaves out the first argument and takes the second as it is, or as words.
    Second,
    SecondText,
    ThirdText,
    /// A style of the rest of the group: whether limits stand above and below.
    Style(Option<bool>),
    Tag,
    /// `(mod n)`
    Modulo {
        bracket: bool,
        word: bool,
    },
    /// A character by its number.
    CharNumber,
    Chemistry,
    /// A quantity with its unit.
    Units,
    /// An argument between brackets.
    Between(&'static str, &'static str),
    /// A word.
    Word(&'static str),
    /// Rows in braces, as plain TeX has them.
    Rows(Layout, &'static str, &'static str),
    /// Superscript and subscript before a base.
    Prescript,
    /// Scripts at the left and scripts at the right of an operator.
    SideSet,
    /// The first of four arguments.
    Choice,
    /// A bar of its own: an optional lift, a width, a height.
    Bar,
}

const UPRIGHT: Face = Face { bold: false, italic: false };
const BOLD: Face = Face { bold: true, italic: false };
const ITALIC: Face = Face { bold: false, italic: true };
const BOLD_ITALIC: Face = Face { bold: true, italic: true };

const fn fraction(bar: bool, open: &'static str, close: &'static str) -> Shape {
    Shape { bar, open, close }
}

const TABLE: &[(&str, Command)] = &[
    ("frac dfrac tfrac cfrac", Command::Fraction(fraction(true, "", ""))),
    ("binom dbinom tbinom", Command::Fraction(fraction(false, "(", ")"))),
    ("over above", Command::Infix(fraction(true, "", ""))),
    ("atop", Command::Infix(fraction(false, "", ""))),
    ("choose", Command::Infix(fraction(false, "(", ")"))),
    ("brace", Command::Infix(fraction(false, "{", "}"))),
    ("brack", Command::Infix(fraction(false, "[", "]"))),
    ("genfrac", Command::GeneralFraction),
    ("sqrt", Command::Root),
    ("mathrm mathup mathsf mathtt", Command::Font(Family::Roman, UPRIGHT)),
    ("mathnormal", Command::Font(Family::Math, UPRIGHT)),
    ("mathbf bold symbfup", Command::Font(Family::Math, BOLD)),
    ("boldsymbol bm pmb symbf", Command::Font(Family::Math, BOLD)),
    ("mathbbm mathds", Command::Font(Family::Blackboard, UPRIGHT)),
    ("mathit mathsfit", Command::Font(Family::Roman, ITALIC)),
    ("mathbfit", Command::Font(Family::Math, BOLD_ITALIC)),
    ("mathbb Bbb", Command::Font(Family::Blackboard, UPRIGHT)),
    ("mathcal mathscr", Command::Font(Family::Script, UPRIGHT)),
    ("mathfrak frak", Command::Font(Family::Fraktur, UPRIGHT)),
    ("rm sf tt", Command::Switch(Family::Roman, UPRIGHT)),
    ("bf bfseries", Command::Switch(Family::Math, BOLD)),
    ("it itshape", Command::Switch(Family::Roman, ITALIC)),
    ("cal scr", Command::Switch(Family::Script, UPRIGHT)),
    ("text textrm textup textmd textsf texttt textnormal textsc mbox hbox", Command::Text(UPRIGHT)),
    ("textbf", Command::Text(BOLD)),
    ("textit textsl emph", Command::Text(ITALIC)),
    ("verb", Command::Verbatim),
    (", thinspace : medspace > ; thickspace enspace enskip nobreakspace space", Command::Space(1)),
    (" ", Command::Space(1)),
    ("! negthinspace negmedspace negthickspace", Command::Space(-1)),
    ("quad", Command::Space(2)),
    ("qquad", Command::Space(4)),
    ("hspace hskip kern mkern mskip mspace", Command::SpaceBy),
    ("left", Command::Left),
    ("right", Command::Right),
    ("middle", Command::Middle),
    ("big Big bigg Bigg", Command::Big(None)),
    ("bigl Bigl biggl Biggl", Command::Big(Some(Class::Opening))),
    ("bigr Bigr biggr Biggr", Command::Big(Some(Class::Closing))),
    ("bigm Bigm biggm Biggm", Command::Big(Some(Class::Relation))),
    ("begin", Command::Begin),
    ("end", Command::End),
    ("\\ cr newline tabularnewline", Command::Row),
    ("hline hdashline toprule midrule bottomrule", Command::Rule),
    ("cline cmidrule", Command::PartRule),
    ("limits displaylimits", Command::Limits(Limits::Stacked)),
    ("nolimits", Command::Limits(Limits::Side)),
    ("not", Command::Not),
    ("overset stackrel", Command::Over),
    ("underset", Command::Under),
    ("overunderset", Command::OverUnder),
    ("substack", Command::Substack),
    ("operatorname operatorname* operatornamewithlimits", Command::OperatorName),
    ("phantom", Command::Phantom(true, true)),
    ("hphantom", Command::Phantom(true, false)),
    ("vphantom", Command::Phantom(false, true)),
    ("boxed fbox framebox", Command::Boxed),
    ("cancel bcancel xcancel sout", Command::Cancel),
    ("cancelto", Command::CancelTo),
    ("textsuperscript", Command::TextScript(true)),
    ("textsubscript", Command::TextScript(false)),
    (
        "smash reflectbox mathreflectbox textcircled vcenter ensuremath mathllap mathrlap mathclap llap rlap clap",
        Command::Plain,
    ),
    ("mathord", Command::Class(Class::Ordinary)),
    ("mathbin", Command::Class(Class::Binary)),
    ("mathrel", Command::Class(Class::Relation)),
    ("mathopen", Command::Class(Class::Opening)),
    ("mathclose", Command::Class(Class::Closing)),
    ("mathpunct", Command::Class(Class::Punctuation)),
    ("mathinner", Command::Class(Class::Inner)),
    ("mathop", Command::Class(Class::Large)),
    (COLOURS, Command::Plain),
    (
        "noexpand expandafter unskip ignorespaces DOTSI DOTSB DOTSX sixptsize par",
        Command::Ignore(0),
    ),
    ("mathstrut strut relax nonumber notag allowbreak nobreak null", Command::Ignore(0)),
    (
        "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge",
        Command::Ignore(0),
    ),
    ("unboldmath boldmath centering noindent protect hfill hfil displaybreak", Command::Ignore(0)),
    ("message errmessage ref eqref pagestyle label color vspace", Command::Ignore(1)),
    ("TextOrMath textcolor href htmlClass htmlId htmlStyle htmlData raisebox", Command::Second),
    ("colorbox", Command::SecondText),
    ("fcolorbox multicolumn multirow", Command::ThirdText),
    ("includegraphics", Command::Picture),
    ("phase", Command::Between("∠", "")),
    ("angl", Command::Between("", "⌉")),
    ("url nolinkurl", Command::Verbatim),
    ("displaystyle", Command::Style(Some(true))),
    ("textstyle", Command::Style(Some(false))),
    ("scriptstyle scriptscriptstyle", Command::Style(None)),
    ("tag", Command::Tag),
    ("pmod", Command::Modulo { bracket: true, word: true }),
    ("pod", Command::Modulo { bracket: true, word: false }),
    ("mod", Command::Modulo { bracket: false, word: true }),
    ("char unicode", Command::CharNumber),
    ("ce cf", Command::Chemistry),
    ("pu", Command::Units),
    ("bra Bra", Command::Between("⟨", "|")),
    ("ket Ket", Command::Between("|", "⟩")),
    ("braket Braket", Command::Between("⟨", "⟩")),
    ("set Set", Command::Between("{", "}")),
    ("abs", Command::Between("|", "|")),
    ("norm", Command::Between("‖", "‖")),
    ("TeX", Command::Word("TeX")),
    ("LaTeX", Command::Word("LaTeX")),
    ("KaTeX", Command::Word("KaTeX")),
    ("matrix", Command::Rows(Layout::Grid, "", "")),
    ("pmatrix", Command::Rows(Layout::Grid, "(", ")")),
    ("bmatrix", Command::Rows(Layout::Grid, "[", "]")),
    ("vmatrix", Command::Rows(Layout::Grid, "|", "|")),
    ("cases", Command::Rows(Layout::Cases, "{", "")),
    ("eqalign", Command::Rows(Layout::Aligned, "", "")),
    ("displaylines", Command::Rows(Layout::Gathered, "", "")),
    ("prescript", Command::Prescript),
    ("sideset", Command::SideSet),
    ("mathchoice", Command::Choice),
    ("rule", Command::Bar),
    ("xrightarrow", Command::Arrow(["─", "─", "→"])),
    ("xleftarrow", Command::Arrow(["←", "─", "─"])),
    ("xleftrightarrow xtofrom", Command::Arrow(["←", "─", "→"])),
    ("xRightarrow", Command::Arrow(["═", "═", "⇒"])),
    ("xLeftarrow", Command::Arrow(["⇐", "═", "═"])),
    ("xLeftrightarrow", Command::Arrow(["⇐", "═", "⇒"])),
    ("xlongequal", Command::Arrow(["═", "═", "═"])),
    ("xmapsto", Command::Arrow(["├", "─", "→"])),
    ("xhookrightarrow", Command::Arrow(["╰", "─", "→"])),
    ("xhookleftarrow", Command::Arrow(["←", "─", "╯"])),
    ("xtwoheadrightarrow", Command::Arrow(["─", "─", "↠"])),
    ("xtwoheadleftarrow", Command::Arrow(["↞", "─", "─"])),
    ("xrightharpoonup xrightharpoondown", Command::Arrow(["─", "─", "⇀"])),
    ("xleftharpoonup xleftharpoondown", Command::Arrow(["↼", "─", "─"])),
    ("xrightleftharpoons xleftrightharpoons xrightequilibrium xleftequilibrium", EQUILIBRIUM),
    ("xrightleftarrows", Command::Arrow(["←", "═", "→"])),
    ("acute", Command::Accent(mark::ACUTE)),
    ("grave", Command::Accent(mark::GRAVE)),
    ("check widecheck v", Command::Accent(mark::CHECK)),
    ("breve u", Command::Accent(mark::BREVE)),
    ("tilde widetilde", Command::Accent(mark::TILDE)),
    ("bar", Command::Accent(mark::BAR)),
    ("overline overlinesegment", Command::Accent(mark::OVERLINE)),
    ("underline underbar underlinesegment", Command::Accent(mark::UNDERLINE)),
    ("hat widehat", Command::Accent(mark::HAT)),
    ("dot", Command::Accent(mark::DOT)),
    ("ddot", Command::Accent(mark::DDOT)),
    ("dddot", Command::Accent(mark::DDDOT)),
    ("ddddot", Command::Accent(mark::DDDDOT)),
    ("mathring r", Command::Accent(mark::RING)),
    ("vec overrightarrow Overrightarrow overrightharpoon", Command::Accent(mark::RIGHT_ARROW)),
    ("overleftarrow overleftharpoon", Command::Accent(mark::LEFT_ARROW)),
    ("overleftrightarrow", Command::Accent(mark::BOTH_ARROW)),
    ("underrightarrow", Command::Accent(mark::UNDER_RIGHT_ARROW)),
    ("underleftarrow", Command::Accent(mark::UNDER_LEFT_ARROW)),
    ("underleftrightarrow", Command::Accent(mark::UNDER_BOTH_ARROW)),
    ("utilde", Command::Accent(mark::UNDER_TILDE)),
    ("overbrace", Command::Accent(mark::OVERBRACE)),
    ("underbrace", Command::Accent(mark::UNDERBRACE)),
    ("overgroup overparen wideparen", Command::Accent(mark::OVERGROUP)),
    ("undergroup underparen", Command::Accent(mark::UNDERGROUP)),
    ("overbracket", Command::Accent(mark::OVERBRACKET)),
    ("underbracket", Command::Accent(mark::UNDERBRACKET)),
];

/// Colours as commands. Which colour a reader sees is the theme's.
const COLOURS: &str = "blue orange pink red green gray purple kaBlue kaGreen blueA blueB blueC \
    blueD blueE tealA tealB tealC tealD tealE greenA greenB greenC greenD greenE goldA goldB goldC \
    goldD goldE redA redB redC redD redE maroonA maroonB maroonC maroonD maroonE purpleA purpleB \
    purpleC purpleD purpleE mintA mintB mintC grayA grayB grayC grayD grayE grayF grayG grayH grayI";

const EQUILIBRIUM: Command = Command::Arrow(["↽", "═", "⇀"]);

static COMMANDS: LazyLock<HashMap<&'static str, Command>> = LazyLock::new(|| {
    let rows = TABLE.iter().flat_map(|(names, command)| {
        let names =
            if names.trim().is_empty() { vec![*names] } else { names.split_whitespace().collect() };
        names.into_iter().map(|name| (name, *command))
    });
    rows.collect()
});

/// What a command does, without its backslash; none if it is a symbol or not known.
#[must_use]
pub fn find(name: &str) -> Option<Command> {
    COMMANDS.get(name).copied()
}
