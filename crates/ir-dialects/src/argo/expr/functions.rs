//! The functions that expressions can call, by name.

use crate::language::problem::{Kind, Problem, quote};
use crate::lowering::one_slip;

use super::{Call, Callee};

/// Those of expr itself, and those that Argo adds.
#[rustfmt::skip]
const GLOBAL: &[&str] = &[
    "abs", "all", "any", "asFloat", "asInt", "bitand", "bitnand", "bitnot", "bitor", "bitshl", "bitshr",
    "bitushr", "bitxor", "ceil", "concat", "count", "date", "duration", "filter", "find", "findIndex",
    "findLast", "findLastIndex", "first", "flatten", "float", "floor", "fromBase64", "fromJSON",
    "fromPairs", "get", "groupBy", "hasPrefix", "hasSuffix", "indexOf", "int", "join", "jsonpath",
    "keys", "last", "lastIndexOf", "len", "lower", "map", "max", "mean", "median", "min", "none", "now",
    "one", "reduce", "repeat", "replace", "reverse", "round", "sort", "sortBy", "split", "splitAfter",
    "string", "sum", "take", "timezone", "toBase64", "toJSON", "toJson", "toPairs", "trim",
    "trimPrefix", "trimSuffix", "type", "uniq", "upper", "values",
];

/// Those of sprig, but for the two that read the environment.
#[rustfmt::skip]
const SPRIG: &[&str] = &[
    "abbrev", "abbrevboth", "add", "add1", "add1f", "addf", "adler32sum", "ago", "all", "any", "append",
    "atoi", "b32dec", "b32enc", "b64dec", "b64enc", "base", "bcrypt", "biggest", "buildCustomCert",
    "camelcase", "cat", "ceil", "chunk", "clean", "coalesce", "compact", "concat", "contains", "date",
    "dateInZone", "dateModify", "date_in_zone", "date_modify", "decryptAES", "deepCopy", "deepEqual",
    "default", "derivePassword", "dict", "dig", "dir", "div", "divf", "duration", "durationRound",
    "empty", "encryptAES", "ext", "fail", "first", "float64", "floor", "fromJson", "genCA",
    "genCAWithKey", "genPrivateKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert",
    "genSignedCertWithKey", "get", "getHostByName", "has", "hasKey", "hasPrefix", "hasSuffix", "hello",
    "htmlDate", "htmlDateInZone", "htpasswd", "indent", "initial", "initials", "int", "int64", "isAbs",
    "join", "kebabcase", "keys", "kindIs", "kindOf", "last", "list", "lower", "max", "maxf", "merge",
    "mergeOverwrite", "min", "minf", "mod", "mul", "mulf", "mustAppend", "mustChunk", "mustCompact",
    "mustDateModify", "mustDeepCopy", "mustFirst", "mustFromJson", "mustHas", "mustInitial", "mustLast",
    "mustMerge", "mustMergeOverwrite", "mustPrepend", "mustRegexFind", "mustRegexFindAll",
    "mustRegexMatch", "mustRegexReplaceAll", "mustRegexReplaceAllLiteral", "mustRegexSplit", "mustRest",
    "mustReverse", "mustSlice", "mustToDate", "mustToJson", "mustToPrettyJson", "mustToRawJson",
    "mustUniq", "mustWithout", "must_date_modify", "nindent", "nospace", "now", "omit", "osBase",
    "osClean", "osDir", "osExt", "osIsAbs", "pick", "pluck", "plural", "prepend", "quote", "randAlpha",
    "randAlphaNum", "randAscii", "randBytes", "randInt", "randNumeric", "regexFind", "regexFindAll",
    "regexMatch", "regexQuoteMeta", "regexReplaceAll", "regexReplaceAllLiteral", "regexSplit", "repeat",
    "replace", "rest", "reverse", "round", "semver", "semverCompare", "seq", "set", "sha1sum",
    "sha256sum", "sha512sum", "shuffle", "slice", "snakecase", "sortAlpha", "split", "splitList",
    "splitn", "squote", "sub", "subf", "substr", "swapcase", "ternary", "title", "toDate", "toDecimal",
    "toJson", "toPrettyJson", "toRawJson", "toString", "toStrings", "trim", "trimAll", "trimPrefix",
    "trimSuffix", "trimall", "trunc", "tuple", "typeIs", "typeIsLike", "typeOf", "uniq", "unixEpoch",
    "unset", "until", "untilStep", "untitle", "upper", "urlJoin", "urlParse", "uuidv4", "values",
    "without", "wrap", "wrapWith",
];

/// Functions that look at each item of their first argument: their second one is a predicate.
const PREDICATES: &[&str] = &[
    "all",
    "none",
    "any",
    "one",
    "filter",
    "map",
    "count",
    "sum",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "groupBy",
    "sortBy",
    "reduce",
];

pub(super) fn takes_predicate(name: &str) -> bool {
    PREDICATES.contains(&name)
}

/// A function whose name is one slip away from that of another. Unknown ones may well exist.
pub(super) fn misspelt(call: Call<'_>) -> Option<Problem> {
    let known = match call.of {
        Callee::Global => GLOBAL,
        Callee::Sprig => SPRIG,
        Callee::Method => return None,
    };
    let written = call.name.text;
    if known.contains(&written) {
        return None;
    }
    let alike = |name: &&&str| name.eq_ignore_ascii_case(written) || (name.len() > 3 && one_slip(name, written));
    let meant = known.iter().find(alike)?;
    let problem = Problem::new(Kind::Name, call.name.span, format!("no function is called {}", quote(written)))
        .label(format!("{} is one", quote(meant)))
        .candidates(vec![*meant])
        .fix(format!("replace by {}", quote(meant)), vec![(call.name.span, (*meant).to_owned())]);
    Some(problem)
}
