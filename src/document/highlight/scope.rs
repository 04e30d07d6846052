//! What the scopes of a syntax mean to Recto: a few roles.
//!
//! Scopes are names such as `keyword.control.python` that a grammar gives to stretches of code, one
//! inside another; the innermost one that a rule knows decides. Invariant: a scope that no rule
//! knows changes nothing.

use std::sync::LazyLock;

use syntect::parsing::Scope;

use crate::document::face::Role;

/// Beginnings of scopes and what they mean, the special ones before the general ones.
const RULES: &[(&str, Role)] = &[
    ("comment", Role::Comment),
    ("punctuation.definition.comment", Role::Comment),
    ("constant.character.escape", Role::Constant),
    ("constant.other.database-name", Role::Code),
    ("constant.other.table-name", Role::Code),
    ("constant.other.placeholder", Role::Constant),
    ("punctuation.definition.string", Role::CodeString),
    // Code inside a string starts over.
    ("punctuation.section.interpolation", Role::Punctuation),
    ("meta.interpolation", Role::Code),
    ("source", Role::Code),
    ("text", Role::Code),
    ("string.regexp", Role::CodeString),
    ("string", Role::CodeString),
    ("constant", Role::Constant),
    ("keyword.operator", Role::Punctuation),
    ("keyword.other.unit", Role::Constant),
    ("keyword", Role::Keyword),
    ("storage.type.function.arrow", Role::Punctuation),
    ("storage.type.numeric", Role::Constant),
    ("storage.type.string", Role::CodeString),
    ("storage.type", Role::TypeName),
    ("storage.modifier.array", Role::Punctuation),
    ("storage", Role::Keyword),
    ("variable.language", Role::Keyword),
    ("variable.function", Role::Function),
    ("variable.annotation", Role::Function),
    ("variable", Role::Code),
    ("entity.name.function", Role::Function),
    ("support.function", Role::Function),
    ("support.macro", Role::Function),
    ("entity.name.macro", Role::Function),
    ("entity.name.tag", Role::Keyword),
    ("entity.other.attribute-name", Role::Function),
    ("entity.name.label", Role::Code),
    ("entity.name.constant", Role::Code),
    ("entity.name.variable", Role::Code),
    ("entity.name", Role::TypeName),
    ("entity.other.inherited-class", Role::TypeName),
    ("support.type.property-name", Role::Function),
    ("support.constant", Role::Constant),
    ("support.type", Role::TypeName),
    ("support.class", Role::TypeName),
    ("markup.inserted", Role::CodeString),
    ("markup.deleted", Role::Constant),
    ("markup.heading", Role::Keyword),
    ("markup.raw", Role::CodeString),
    ("meta.diff.header", Role::Comment),
    ("meta.diff.range", Role::Function),
    ("punctuation.definition.numeric", Role::Constant),
    ("punctuation.definition.parameter", Role::Code),
    ("punctuation.separator.decimal", Role::Constant),
    ("punctuation", Role::Punctuation),
];

static PARSED: LazyLock<Vec<(Scope, Role)>> = LazyLock::new(|| {
    RULES.iter().filter_map(|(scope, role)| Some((Scope::new(scope).ok()?, *role))).collect()
});

/// The keys of an object, which its grammar takes for any other string.
static KEY: LazyLock<Option<Scope>> = LazyLock::new(|| Scope::new("meta.mapping.key.json").ok());

/// Words that begin a declaration. Grammars give them the scope of the types that stand in the same
/// place, such as `int`.
const DECLARING: &[&str] = &[
    "async",
    "auto",
    "class",
    "const",
    "constructor",
    "def",
    "defmodule",
    "digraph",
    "edge",
    "enum",
    "extends",
    "fn",
    "func",
    "function",
    "graph",
    "impl",
    "implements",
    "import",
    "interface",
    "lambda",
    "let",
    "macro",
    "module",
    "namespace",
    "new",
    "node",
    "object",
    "package",
    "proc",
    "record",
    "static",
    "struct",
    "subgraph",
    "template",
    "trait",
    "type",
    "typedef",
    "typename",
    "union",
    "use",
    "using",
    "val",
    "var",
];

/// The role of a stretch of code that stands in these scopes, the outermost first.
pub fn role(scopes: &[Scope], text: &str) -> Role {
    let known = |scope: &Scope| {
        PARSED.iter().find(|(rule, _)| rule.is_prefix_of(*scope)).map(|(_, role)| *role)
    };
    let role = scopes.iter().rev().find_map(known).unwrap_or(Role::Code);
    match role {
        // `and`, `not`, `in`
        Role::Punctuation if text.chars().all(char::is_alphabetic) => Role::Keyword,
        Role::Keyword if !text.contains(char::is_alphanumeric) => Role::Punctuation,
        Role::TypeName if DECLARING.contains(&text) => Role::Keyword,
        Role::CodeString if KEY.is_some_and(|key| scopes.contains(&key)) => Role::Keyword,
        role => role,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_a_scope_and_none_hides_behind_a_more_general_one() {
        assert_eq!(PARSED.len(), RULES.len());
        for (index, (scope, _)) in PARSED.iter().enumerate() {
            let hidden = PARSED[..index].iter().find(|(before, _)| before.is_prefix_of(*scope));
            assert_eq!(hidden.map(|(before, _)| before.to_string()), None, "{scope}");
        }
    }
}
