//! Whether a value of one type can go where another is wanted.

use crate::graph::LiteralKind;
use crate::names::Names;
use crate::types::Type;

/// How an engine takes a value of one type for another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// As it is.
    Fits,
    /// After a conversion, or depending on the value, or with an objection of some tool.
    MayFail,
    /// Not at all.
    Cannot,
}

/// Whether a value fits, and if not certainly, why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// Every value fits.
    Fits,
    /// Some values fit, or not every tool agrees.
    MayFail(Reason),
    /// No value fits.
    Cannot(Reason),
}

/// Why a value may not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Another kind of value: a list is no number.
    Kind,
    /// A whole number, and any number is wanted.
    Widened,
    /// Any number, and a whole one is wanted.
    Narrowed,
    /// Not a text, and a text is wanted.
    ToText,
    /// A text, and something else is wanted.
    FromText,
    /// Anything, and something certain is wanted.
    Open,
    /// Keys of any name, and an engine's own record is wanted.
    Record,
    /// One artifact, and a list of them is wanted.
    OneForMany,
    /// A list of artifacts, and one is wanted.
    ManyForOne,
    /// An artifact of another schema.
    Schema,
    /// An artifact of the same schema in another major version.
    Version,
    /// Another name, and names are all that is known.
    Name,
    /// Nothing, and something is wanted.
    Null,
}

/// How a dialect compares types.
#[derive(Clone, Copy, Debug)]
pub struct TypeKnobs {
    /// A whole number where any number is wanted.
    pub widen: Verdict,
    /// Any number where a whole one is wanted.
    pub narrow: Verdict,
    /// Anything but a text where a text is wanted.
    pub to_text: Verdict,
    /// A text where something else is wanted.
    pub from_text: Verdict,
    /// Any other two kinds.
    pub kind: Verdict,
    /// Artifacts of different schemas, and one where several are wanted.
    pub artifact: Verdict,
    /// Names of types that differ.
    pub name: Verdict,
    /// The artifact schema that stands for all.
    pub generic_artifact: Option<&'static str>,
    /// What a name of a type means, where it is one of those that mean something.
    pub meaning: fn(&str) -> Option<Type>,
    /// The names that have a meaning, in small letters.
    pub names: &'static [&'static str],
    /// A written null where something is wanted.
    pub null: Verdict,
    /// Whether all numbers are kept as floating point numbers of 64 bits.
    pub doubles: bool,
    /// Formats whose values are text that is read by the declared type: whether a text can be read so.
    pub reads: Option<fn(&Type, &str) -> bool>,
}

impl Verdict {
    fn because(self, reason: Reason) -> Fit {
        match self {
            Verdict::Fits => Fit::Fits,
            Verdict::MayFail => Fit::MayFail(reason),
            Verdict::Cannot => Fit::Cannot(reason),
        }
    }
}

/// Whether a value of type `source` can go where `sink` is wanted. `None` where a type that cannot be told
/// decides. Both types come from the package whose names are `names`.
#[must_use]
pub fn fits(source: &Type, sink: &Type, names: &Names, knobs: &TypeKnobs) -> Option<Fit> {
    use Type::{Any, Artifact, Config, Int, List, Map, Nominal, Number, Status, String, Unknown};
    Some(match (source, sink) {
        (Unknown, _) | (_, Unknown) => return None,
        (_, Any) => Fit::Fits,
        (Any, _) => Fit::MayFail(Reason::Open),
        (Nominal(source), Nominal(sink)) => {
            return named_fits(names.text(*source), names.text(*sink), names, knobs);
        }
        (Nominal(name), _) => return fits(&(knobs.meaning)(names.text(*name))?, sink, names, knobs),
        (_, Nominal(name)) => return fits(source, &(knobs.meaning)(names.text(*name))?, names, knobs),
        (List(source), List(sink)) | (Map(source), Map(sink)) => return fits(source, sink, names, knobs),
        (Artifact { .. }, Artifact { .. }) => artifact(source, sink, names, knobs),
        (Artifact { .. }, List(item)) if matches!(**item, Artifact { .. }) => {
            knobs.artifact.because(Reason::OneForMany)
        }
        (List(item), Artifact { .. }) if matches!(**item, Artifact { .. }) => {
            knobs.artifact.because(Reason::ManyForOne)
        }
        // An artifact is no parameter: that is said of ports, before types.
        (Artifact { .. }, _) | (_, Artifact { .. }) => return None,
        (source, sink) if source == sink => Fit::Fits,
        (Int, Number) => knobs.widen.because(Reason::Widened),
        (Number, Int) => knobs.narrow.because(Reason::Narrowed),
        (Status | Config, Map(_)) => Fit::Fits,
        (Map(_), Status | Config) => Fit::MayFail(Reason::Record),
        (_, String) => knobs.to_text.because(Reason::ToText),
        (String, _) => knobs.from_text.because(Reason::FromText),
        _ => knobs.kind.because(Reason::Kind),
    })
}

/// The same for types of which only the names are known.
#[must_use]
pub fn named_fits(source: &str, sink: &str, names: &Names, knobs: &TypeKnobs) -> Option<Fit> {
    if source == sink {
        return Some(Fit::Fits);
    }
    let any_artifact = |ty: &Option<Type>| matches!(ty, Some(Type::Artifact { schema: None, .. }));
    match ((knobs.meaning)(source), (knobs.meaning)(sink)) {
        (Some(source), Some(sink)) => fits(&source, &sink, names, knobs),
        // The artifact without a schema goes with every artifact, also with one that has only a name.
        (source, sink) if any_artifact(&source) || any_artifact(&sink) => Some(Fit::Fits),
        _ => Some(knobs.name.because(Reason::Name)),
    }
}

/// Whether a written value can stand where `sink` is wanted. A whole number is a number, null an empty text.
#[must_use]
pub fn literal_fits(literal: LiteralKind, sink: &Type, names: &Names, knobs: &TypeKnobs) -> Option<Fit> {
    let any = || Box::new(Type::Any);
    let source = match literal {
        LiteralKind::Null => {
            return match sink {
                Type::Unknown => None,
                Type::Any | Type::String => Some(Fit::Fits),
                _ => Some(knobs.null.because(Reason::Null)),
            };
        }
        LiteralKind::Bool => Type::Bool,
        LiteralKind::Int if *sink == Type::Number => return Some(Fit::Fits),
        LiteralKind::Int => Type::Int,
        LiteralKind::Number => Type::Number,
        LiteralKind::String => Type::String,
        LiteralKind::List => Type::List(any()),
        LiteralKind::Map => Type::Map(any()),
    };
    match fits(&source, sink, names, knobs) {
        // What is inside is not looked at.
        Some(Fit::MayFail(Reason::Open)) => Some(Fit::Fits),
        other => other,
    }
}

fn artifact(source: &Type, sink: &Type, names: &Names, knobs: &TypeKnobs) -> Fit {
    let (Type::Artifact { schema: a, version: v }, Type::Artifact { schema: b, version: w }) = (source, sink) else {
        return Fit::Fits;
    };
    let (Some(a), Some(b)) = (a, b) else { return Fit::Fits };
    let generic = |id| knobs.generic_artifact.is_some_and(|g| names.text(id) == g);
    if generic(*a) || generic(*b) {
        return Fit::Fits;
    }
    if a != b {
        return knobs.artifact.because(Reason::Schema);
    }
    let major = |id| names.text(id).split('.').next().unwrap_or("");
    match (v, w) {
        (Some(v), Some(w)) if major(*v) != major(*w) => knobs.artifact.because(Reason::Version),
        _ => Fit::Fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(name: &str) -> Option<Type> {
        match name {
            "Integer" | "Int" => Some(Type::Int),
            "String" => Some(Type::String),
            "Artifact" => Some(Type::Artifact { schema: None, version: None }),
            _ => None,
        }
    }

    static KNOBS: TypeKnobs = TypeKnobs {
        widen: Verdict::MayFail,
        narrow: Verdict::MayFail,
        to_text: Verdict::MayFail,
        from_text: Verdict::Cannot,
        kind: Verdict::Cannot,
        artifact: Verdict::MayFail,
        name: Verdict::MayFail,
        generic_artifact: Some("system.Artifact"),
        meaning,
        names: &[],
        null: Verdict::Cannot,
        doubles: false,
        reads: None,
    };

    /// `F` fits, `M` may fail, `C` cannot, `-` cannot be told.
    fn letter(fit: Option<Fit>) -> char {
        match fit {
            None => '-',
            Some(Fit::Fits) => 'F',
            Some(Fit::MayFail(_)) => 'M',
            Some(Fit::Cannot(_)) => 'C',
        }
    }

    fn list(of: Type) -> Type {
        Type::List(Box::new(of))
    }

    #[test]
    fn values() {
        let types = [
            ("Bool", Type::Bool),
            ("Int", Type::Int),
            ("Number", Type::Number),
            ("String", Type::String),
            ("List", list(Type::Any)),
            ("Map", Type::Map(Box::new(Type::Any))),
            ("Status", Type::Status),
            ("Config", Type::Config),
            ("Any", Type::Any),
            ("Unknown", Type::Unknown),
        ];
        let names = Names::default();
        let mut table = String::new();
        for (name, source) in &types {
            let row: String = types.iter().map(|(_, sink)| letter(fits(source, sink, &names, &KNOBS))).collect();
            table += &format!("{name:8}{row}\n");
        }
        // Columns in the order of the rows: to Bool, Int, Number, String, List, Map, Status, Config, Any, Unknown.
        let expected = "\
Bool    FCCMCCCCF-
Int     CFMMCCCCF-
Number  CMFMCCCCF-
String  CCCFCCCCF-
List    CCCMFCCCF-
Map     CCCMCFMMF-
Status  CCCMCFFCF-
Config  CCCMCFCFF-
Any     MMMMMMMMF-
Unknown ----------
";
        assert_eq!(table, expected);
    }

    #[test]
    fn an_engine_that_widens_and_never_writes_text() {
        let knobs = TypeKnobs { widen: Verdict::Fits, narrow: Verdict::Cannot, to_text: Verdict::Cannot, ..KNOBS };
        let names = Names::default();
        let fit = |a, b| letter(fits(&a, &b, &names, &knobs));
        assert_eq!(fit(Type::Int, Type::Number), 'F');
        assert_eq!(fit(Type::Number, Type::Int), 'C');
        assert_eq!(fit(Type::Int, Type::String), 'C');
        assert_eq!(fit(list(Type::Int), list(Type::Number)), 'F');
    }

    #[test]
    fn artifacts() {
        let mut names = Names::default();
        let mut artifact = |schema: &str, version: &str| Type::Artifact {
            schema: (!schema.is_empty()).then(|| names.intern(schema)),
            version: (!version.is_empty()).then(|| names.intern(version)),
        };
        let types = [
            artifact("", ""),
            artifact("system.Artifact", "0.0.1"),
            artifact("system.Model", "0.0.1"),
            artifact("system.Model", "0.1.0"),
            artifact("system.Model", "1.0.0"),
            artifact("system.Model", ""),
            artifact("system.Dataset", "0.0.1"),
            list(artifact("system.Model", "0.0.1")),
            list(artifact("system.Artifact", "0.0.1")),
            Type::String,
        ];
        let row = |source| types.iter().map(|sink| letter(fits(source, sink, &names, &KNOBS))).collect::<String>();
        let table: Vec<String> = types.iter().map(row).collect();
        assert_eq!(
            table,
            [
                "FFFFFFFMM-", // any artifact
                "FFFFFFFMM-", // system.Artifact 0.0.1
                "FFFFMFMMM-", // system.Model 0.0.1
                "FFFFMFMMM-", // 0.1.0: the same major version
                "FFMMFFMMM-", // 1.0.0: another
                "FFFFFFMMM-", // no version
                "FFMMMMFMM-", // system.Dataset
                "MMMMMMMFFM", // a list of models
                "MMMMMMMFFM", // a list of anything
                "-------CCF", // a text
            ]
        );
    }

    #[test]
    fn names_that_mean_something_and_names_that_do_not() {
        let names = Names::default();
        let fit = |a, b| letter(named_fits(a, b, &names, &KNOBS));
        assert_eq!(fit("CSV", "CSV"), 'F');
        assert_eq!(fit("CSV", "TSV"), 'M');
        assert_eq!(fit("Int", "Integer"), 'F');
        assert_eq!(fit("String", "Integer"), 'C');
        assert_eq!(fit("Artifact", "CSV"), 'F');
        assert_eq!(fit("String", "CSV"), 'M');
    }

    #[test]
    fn written_values() {
        use LiteralKind as L;
        let names = Names::default();
        let fit = |literal, ty: &Type| letter(literal_fits(literal, ty, &names, &KNOBS));
        assert_eq!(fit(L::Int, &Type::Number), 'F', "a whole number is a number");
        assert_eq!(fit(L::Number, &Type::Int), 'M');
        assert_eq!(fit(L::String, &Type::Int), 'C');
        assert_eq!(fit(L::Int, &Type::String), 'M');
        assert_eq!(fit(L::List, &list(Type::Int)), 'F', "items are compared one by one");
        assert_eq!(fit(L::Map, &list(Type::Any)), 'C');
        assert_eq!(fit(L::Null, &Type::Int), 'C');
        assert_eq!(fit(L::Null, &Type::String), 'F');
        assert_eq!(fit(L::Bool, &Type::Unknown), '-');
    }
}
