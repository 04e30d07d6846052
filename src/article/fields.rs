//! The fields of a front matter block, whatever language it was written in.
//!
//! Knows no field by name and checks nothing: it turns YAML and TOML values into one small
//! tree, which borrows from the block what stands there as it is. What a field means is the business
//! of `assemble`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value of the front matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing, or something no field takes.
    #[default]
    Null,
    /// Any scalar, as text.
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Map(Fields<'a>),
}

/// Keys and their values in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fields<'a>(pub Vec<(Cow<'a, str>, Value<'a>)>);

impl<'a> Fields<'a> {
    /// The value of a key; of a key that stands twice, the last one.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text of a key that has one and is not blank.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::first_text)
    }

    /// All texts of a key: the items of its list, or its one text.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        match self.get(key) {
            Some(Value::List(items)) => items.iter().filter_map(Value::first_text).collect(),
            Some(value) => value.first_text().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The map under a key.
    pub fn map(&self, key: &str) -> Option<&Self> {
        match self.get(key) {
            Some(Value::Map(map)) => Some(map),
            _ => None,
        }
    }
}

impl Value<'_> {
    /// The text, or the first text of a list. Blank counts as none.
    pub fn first_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_ref()).filter(|text| !text.trim().is_empty()),
            Self::List(items) => items.iter().find_map(Self::first_text),
            Self::Null | Self::Map(_) => None,
        }
    }
}

impl From<toml::Value> for Value<'static> {
    fn from(value: toml::Value) -> Self {
        match value {
            toml::Value::String(text) => Self::Text(text.into()),
            toml::Value::Array(items) => Self::List(items.into_iter().map(Into::into).collect()),
            toml::Value::Table(table) => Self::Map(table.into()),
            other => Self::Text(other.to_string().into()),
        }
    }
}

impl From<toml::Table> for Fields<'static> {
    fn from(table: toml::Table) -> Self {
        Self(table.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<'de> Deserialize<'de> for Value<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_string().into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.to_owned().into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value<'static>, E> {
        Ok(Value::Text(value.into()))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'static>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'static>, A::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<Value<'static>>()? {
            if let Value::Text(key) = key {
                fields.push((key, map.next_value()?));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Value::Map(Fields(fields)))
    }
}
