//! Binary operators, large operators, named functions and punctuation.
//!
//! Data only. Each row: the command names, what is drawn, what is drawn in ASCII.

use super::Row;

/// Operators between two operands.
pub const BINARY: &[Row] = &[
    ("", "+", "+"),
    ("minus", "−", "-"),
    ("times", "×", "x"),
    ("div", "÷", "/"),
    ("cdot cdotp", "·", "*"),
    ("sdot", "⋅", "*"),
    ("centerdot", "·", "*"),
    ("ast", "*", "*"),
    ("", "∗", "*"),
    ("pm plusmn", "±", "+-"),
    ("mp", "∓", "-+"),
    ("circ", "∘", "o"),
    ("bullet", "∙", "*"),
    ("bull", "•", "*"),
    ("triangleleft", "◁", "<|"),
    ("triangleright", "▷", "|>"),
    ("bigcirc", "◯", "O"),
    ("cap", "∩", "cap"),
    ("cup", "∪", "cup"),
    ("Cap doublecap", "⋒", "cap"),
    ("Cup doublecup", "⋓", "cup"),
    ("sqcap", "⊓", "cap"),
    ("sqcup", "⊔", "cup"),
    ("uplus", "⊎", "u+"),
    ("land wedge", "∧", "and"),
    ("And", "&", "&"),
    ("lor vee", "∨", "or"),
    ("veebar", "⊻", "xor"),
    ("barwedge", "⊼", "nand"),
    ("", "⊽", "nor"),
    ("doublebarwedge", "⩞", "nand"),
    ("curlywedge", "⋏", "and"),
    ("curlyvee", "⋎", "or"),
    ("oplus", "⊕", "(+)"),
    ("ominus", "⊖", "(-)"),
    ("otimes", "⊗", "(x)"),
    ("oslash", "⊘", "(/)"),
    ("odot", "⊙", "(.)"),
    ("circledast", "⊛", "(*)"),
    ("circledcirc", "⊚", "(o)"),
    ("circleddash", "⊝", "(-)"),
    ("boxplus", "⊞", "[+]"),
    ("boxminus", "⊟", "[-]"),
    ("boxtimes", "⊠", "[x]"),
    ("boxdot", "⊡", "[.]"),
    ("setminus smallsetminus", "∖", "\\"),
    ("dagger", "†", "+"),
    ("ddagger", "‡", "++"),
    ("amalg", "⨿", "amalg"),
    ("wr", "≀", "wr"),
    ("diamond", "⋄", "<>"),
    ("lhd", "⊲", "<|"),
    ("rhd", "⊳", "|>"),
    ("unlhd", "⊴", "<|="),
    ("unrhd", "⊵", "|>="),
    ("ltimes", "⋉", "|x"),
    ("rtimes", "⋊", "x|"),
    ("leftthreetimes", "⋋", "x"),
    ("rightthreetimes", "⋌", "x"),
    ("intercal", "⊺", "T"),
    ("dotplus", "∔", ".+"),
    ("divideontimes", "⋇", "*"),
    ("ldotp", ".", "."),
    ("lessdot", "⋖", "<."),
    ("gtrdot", "⋗", ".>"),
    ("bmod", "mod", "mod"),
];

/// Large operators, whose limits stand above and below in a display.
pub const LARGE: &[Row] = &[
    ("sum", "∑", "sum"),
    ("prod", "∏", "prod"),
    ("coprod", "∐", "coprod"),
    ("bigcap", "⋂", "cap"),
    ("bigcup", "⋃", "cup"),
    ("bigvee", "⋁", "or"),
    ("bigwedge", "⋀", "and"),
    ("bigoplus", "⨁", "(+)"),
    ("bigotimes", "⨂", "(x)"),
    ("bigodot", "⨀", "(.)"),
    ("biguplus", "⨄", "u+"),
    ("bigsqcup", "⨆", "cup"),
    ("bigsqcap", "⨅", "cap"),
];

/// Integrals, whose limits stand at the right.
pub const INTEGRALS: &[Row] = &[
    ("int intop smallint", "∫", "int"),
    ("iint", "∬", "iint"),
    ("iiint", "∭", "iiint"),
    ("iiiint", "⨌", "iiiint"),
    ("oint", "∮", "oint"),
    ("oiint", "∯", "oiint"),
    ("oiiint", "∰", "oiiint"),
    ("idotsint", "∫⋯∫", "int...int"),
];

/// Functions named by their letters, without limits. A name of two words is spelled after `=`.
pub const FUNCTIONS: &[&str] = &[
    "arccos", "arcsin", "arctan", "arctg", "arcctg", "arccot", "arcsec", "arccsc", "arg", "ch",
    "cos", "cosec", "cosh", "cot", "cotg", "coth", "csc", "csch", "ctg", "cth", "deg", "dim",
    "exp", "hom", "ker", "lg", "ln", "log", "sec", "sech", "sin", "sinh", "sh", "sgn", "tan",
    "tanh", "tg", "th", "arsinh", "arcosh", "artanh", "tr", "rank", "erf", "curl", "grad", "Tr",
    "Var", "Cov",
];

/// Functions whose scripts are limits: the command, and its letters.
pub const LIMIT_FUNCTIONS: &[(&str, &str)] = &[
    ("argmax", "arg max"),
    ("argmin", "arg min"),
    ("det", "det"),
    ("gcd", "gcd"),
    ("lcm", "lcm"),
    ("inf", "inf"),
    ("injlim", "inj lim"),
    ("lim", "lim"),
    ("liminf", "lim inf"),
    ("limsup", "lim sup"),
    ("max", "max"),
    ("min", "min"),
    ("Pr", "Pr"),
    ("plim", "plim"),
    ("projlim", "proj lim"),
    ("sup", "sup"),
    ("varinjlim", "inj lim"),
    ("varliminf", "lim inf"),
    ("varlimsup", "lim sup"),
    ("varprojlim", "proj lim"),
];

/// Marks after which a blank follows.
pub const PUNCTUATION: &[Row] =
    &[("", ",", ","), ("", ";", ";"), ("colon", ":", ":"), ("", "、", ",")];

/// Brackets that open.
pub const OPENING: &[Row] = &[
    ("lparen", "(", "("),
    ("lbrack", "[", "["),
    ("{ lbrace", "{", "{"),
    ("langle lang", "⟨", "<"),
    ("lceil", "⌈", "["),
    ("lfloor", "⌊", "["),
    ("lvert", "|", "|"),
    ("lVert", "‖", "||"),
    ("lgroup", "⟮", "("),
    ("lmoustache", "⎰", "{"),
    ("llbracket lBrack", "⟦", "[["),
    ("lBrace", "⦃", "{{"),
    ("ulcorner", "⌜", "'"),
    ("llcorner", "⌞", ","),
];

/// Brackets that close.
pub const CLOSING: &[Row] = &[
    ("rparen", ")", ")"),
    ("rbrack", "]", "]"),
    ("} rbrace", "}", "}"),
    ("rangle rang", "⟩", ">"),
    ("rceil", "⌉", "]"),
    ("rfloor", "⌋", "]"),
    ("rvert", "|", "|"),
    ("rVert", "‖", "||"),
    ("rgroup", "⟯", ")"),
    ("rmoustache", "⎱", "}"),
    ("rrbracket rBrack", "⟧", "]]"),
    ("rBrace", "⦄", "}}"),
    ("urcorner", "⌝", "'"),
    ("lrcorner", "⌟", ","),
];
