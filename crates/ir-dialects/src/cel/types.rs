//! Types, and what an expression can see.

/// The type of an expression, as far as it can be told before it runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Type {
    /// Not known: nothing is said about it.
    Unknown,
    /// Declared as anything.
    Dyn,
    /// Anything that JSON can say: its numbers are doubles, whatever they look like.
    Json,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Duration,
    Timestamp,
    /// The type of types.
    Meta,
    List(&'static Type),
    Map(&'static Type, &'static Type),
    Message(&'static Message),
}

/// A protocol buffers message.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// For a message that is only there to hold a list: the field that does.
    pub(crate) list: Option<&'static str>,
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A field of a [`Message`].
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    /// For a field that exists and that the engine never fills: the one to use.
    pub(crate) instead: Option<&'static str>,
}

/// What an expression can see besides the standard functions.
#[derive(Debug)]
pub(crate) struct Environment {
    /// What it is, with an article, for findings: "a condition".
    pub(crate) title: &'static str,
    pub(crate) variables: &'static [(&'static str, Type)],
    pub(crate) functions: &'static [Function],
    /// The first parts of the names of types and constants that are not checked.
    pub(crate) packages: &'static [&'static str],
    /// Whether it must be true or false.
    pub(crate) condition: bool,
}

/// A function with all the ways to call it.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) overloads: &'static [Overload],
}

/// One way to call a function.
#[derive(Debug)]
pub(crate) struct Overload {
    /// `x.f(…)` and not `f(x, …)`; the receiver is then the first parameter.
    pub(crate) member: bool,
    pub(crate) parameters: &'static [Type],
    pub(crate) result: Type,
}

impl Type {
    /// Whether nothing can be said before it runs.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Type::Unknown | Type::Dyn | Type::Json)
    }

    /// Whether a value of this type may be taken where `wanted` is.
    pub(crate) fn fits(self, wanted: Type) -> bool {
        match (self, wanted) {
            (a, b) if a.is_open() || b.is_open() => true,
            (Type::Null, Type::Message(_) | Type::Duration | Type::Timestamp) => true,
            (Type::List(a), Type::List(b)) => a.fits(*b),
            (Type::Map(a, b), Type::Map(c, d)) => a.fits(*c) && b.fits(*d),
            (a, b) => a == b,
        }
    }

    /// The same type for use inside another; what is built of others is anything.
    pub(crate) const fn inside(self) -> &'static Type {
        match self {
            Type::Json => &Type::Json,
            Type::Bool => &Type::Bool,
            Type::Int => &Type::Int,
            Type::Uint => &Type::Uint,
            Type::Double => &Type::Double,
            Type::String => &Type::String,
            Type::Unknown => &Type::Unknown,
            _ => &Type::Dyn,
        }
    }

    /// A value of the type in words, with its article.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Type::Unknown | Type::Dyn | Type::Json => "any value",
            Type::Null => "null",
            Type::Bool => "a bool",
            Type::Int => "an int",
            Type::Uint => "a uint",
            Type::Double => "a double",
            Type::String => "a string",
            Type::Bytes => "bytes",
            Type::Duration => "a duration",
            Type::Timestamp => "a timestamp",
            Type::Meta => "a type",
            Type::List(_) => "a list",
            Type::Map(..) => "a map",
            Type::Message(_) => "a message",
        }
    }
}
