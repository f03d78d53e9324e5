//! Text that should not be read by everybody: keys and passwords written out.
//!
//! What is found is certain to look like a secret; what could as well be a name, a dummy or a placeholder is none.

use std::ops::Range;

use memchr::memmem;

use super::has_hole;

/// A secret in a text, in bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Secret {
    pub(crate) range: Range<usize>,
    /// What it is, with its article.
    pub(crate) what: &'static str,
}

/// Tokens by their first letters: the length at least of what follows, and the name.
const TOKENS: [(&str, usize, &str); 22] = [
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghu_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("ghr_", 36, "a GitHub token"),
    ("github_pat_", 50, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "an AWS access key"),
    ("AIza", 35, "a Google API key"),
    ("ya29.", 30, "a Google access token"),
    ("xoxb-", 20, "a Slack token"),
    ("xoxp-", 20, "a Slack token"),
    ("xoxa-", 20, "a Slack token"),
    ("hf_", 32, "a Hugging Face token"),
    ("npm_", 36, "an npm token"),
    ("pypi-AgEI", 40, "a PyPI token"),
    ("dckr_pat_", 20, "a Docker token"),
    ("sk_live_", 20, "a Stripe key"),
    ("sk-ant-", 30, "an Anthropic key"),
    ("sk-proj-", 30, "an OpenAI key"),
    ("dapi", 32, "a Databricks token"),
];

/// Every token, private key and assigned password in a text.
pub(crate) fn find(text: &str) -> Vec<Secret> {
    let mut found = tokens(text);
    if found.is_empty() {
        found.extend(private_key(text));
    }
    if found.is_empty() {
        found.extend(assigned(text));
    }
    found
}

fn is_token_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')
}

/// Tokens that tell by their form what they are.
pub(crate) fn tokens(text: &str) -> Vec<Secret> {
    let (bytes, mut found) = (text.as_bytes(), Vec::new());
    let mut start = 0;
    // Words are short, the shortest token is not: looking at the byte where it would end skips most of the text.
    while let Some(window) = bytes.get(start..start + LEAST) {
        if let Some(gap) = window.iter().rposition(|b| !is_token_byte(*b)) {
            start += gap + 1;
            continue;
        }
        let end = (start + LEAST..bytes.len()).find(|at| !bytes.get(*at).is_some_and(|b| is_token_byte(*b)));
        let end = end.unwrap_or(bytes.len());
        if let Some(what) = text.get(start..end).and_then(token) {
            found.push(Secret { range: start..end, what });
        }
        start = end + 1;
    }
    found
}

/// The length of the shortest token.
const LEAST: usize = 20;

fn token(word: &str) -> Option<&'static str> {
    let (prefix, least, what) = TOKENS.iter().find(|(prefix, ..)| word.starts_with(prefix))?;
    let body = word.get(prefix.len()..)?;
    let exact = match *prefix {
        "AKIA" | "ASIA" => body.len() == 16 && body.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
        "AIza" => body.len() == 35,
        "dapi" => body.len() == 32 && body.bytes().all(|b| b.is_ascii_hexdigit()),
        _ => body.len() >= *least,
    };
    (exact && is_random(body)).then_some(*what)
}

fn private_key(text: &str) -> Option<Secret> {
    let start = memmem::find(text.as_bytes(), b"-----BEGIN ")?;
    let rest = text.get(start..)?;
    let head = rest.find("PRIVATE KEY-----")? + "PRIVATE KEY-----".len();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    // A header alone is somebody's test for one.
    let body = rest.get(head..)?.trim_start_matches(['\\', 'n', '\n', '\r', ' ']);
    let key = body.bytes().take(40).filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).count() >= 32;
    (head <= line_end && key).then_some(Secret { range: start..start + head, what: "a private key" })
}

/// The characters of a value that are looked at.
const MOST: usize = 256;

/// `password=…` and `token: …` with a value that nobody would choose as a name.
fn assigned(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for at in memchr::memchr2_iter(b'=', b':', text.as_bytes()) {
        let before = text.get(..at).unwrap_or("").trim_end_matches(['"', '\'', ' ']);
        // All names that tell end with one of these letters, or with what does not count.
        if !before.ends_with(['d', 'e', 't', 'n', 'y', 'D', 'E', 'T', 'N', 'Y', '_', '-']) {
            continue;
        }
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
            .map_or(0, |i| i + before.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        if !is_secret_name(before.get(start..).unwrap_or("")) {
            continue;
        }
        let after = text.get(at + 1..).unwrap_or("");
        let value = after.trim_start_matches([' ', '"', '\'']);
        // No password is longer, and looking for its end again and again must not take long.
        let most = value.char_indices().nth(MOST).map_or(value.len(), |(at, _)| at);
        let from = at + 1 + (after.len() - value.len());
        let short = value.get(..most).unwrap_or(value);
        let end = short.find([' ', '"', '\'', ',', ';', '&', '|', '\n', '\r', '\t', '\\']).unwrap_or(short.len());
        if value.get(..end).is_some_and(is_secret_value) {
            found.push(Secret { range: from..from + end, what: "a password or token" });
        }
    }
    found
}

const NAMES: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "secretkey",
    "accesskey",
    "secretaccesskey",
    "accountkey",
    "privatekey",
    "authkey",
    "encryptionkey",
];

/// Whether a name says that its value is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    if !(5..=64).contains(&name.len()) {
        return false;
    }
    let plain = || name.bytes().rev().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
    NAMES.iter().any(|n| plain().take(n.len()).eq(n.bytes().rev()))
}

/// Words that stand where a secret will stand.
const DUMMIES: [&str; 20] = [
    "changeme",
    "change-me",
    "change_me",
    "example",
    "your",
    "dummy",
    "placeholder",
    "insert",
    "replace",
    "todo",
    "test",
    "sample",
    "xxx",
    "fake",
    "redacted",
    "***",
    "...",
    "1234",
    "abcd",
    "secret",
];

/// Whether a value is what only a secret looks like: long, mixed, and no dummy.
pub(crate) fn is_secret_value(value: &str) -> bool {
    value.len() >= 8
        && value.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>'))
        && !has_hole(value)
        // A path, a module, a variable.
        && !value.starts_with(['/', '$', '.'])
        && !value.contains("://")
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && is_random(value)
}

/// Whether a text is no dummy and has many different letters.
fn is_random(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut seen = 0_u128;
    for byte in lower.bytes().filter(u8::is_ascii) {
        seen |= 1 << byte;
    }
    seen.count_ones() >= 6 && !DUMMIES.iter().any(|dummy| lower.contains(dummy))
}

/// The credentials of an address: `user:password` before the `@`.
pub(crate) fn url_credentials(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b':', text.as_bytes()) {
        let Some(rest) = text.get(at + 1..).and_then(|rest| rest.strip_prefix("//")) else { continue };
        let start = at + 3;
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '?' | '#' | ',' | '`'))
            .unwrap_or(rest.len());
        let Some(authority) = rest.get(..end) else { continue };
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        let lower = password.to_ascii_lowercase();
        let dummy = matches!(&*lower, "password" | "pass" | "pwd" | "passwd")
            || DUMMIES.iter().any(|dummy| lower.contains(dummy))
            || lower == name.to_ascii_lowercase();
        let odd = |c: char| matches!(c, '{' | '}' | '<' | '>' | '$' | '%' | '(' | ')' | '[' | ']' | '*');
        if password.len() >= 3 && !dummy && !user.contains(odd) {
            found.push(start..start + user.len());
        }
    }
    found
}

/// A secret that can be shown: its first letters, and nothing of the rest.
pub(crate) fn mask(secret: &str) -> String {
    let shown: String = secret.chars().take(4).collect();
    format!("`{shown}…`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|s| &text[s.range]).collect()
    }

    /// Put together here, so that no scanner takes this file for one that holds secrets.
    fn github() -> String {
        format!("ghp_{}", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5")
    }

    #[test]
    fn tokens_are_known_by_their_form() {
        let token = github();
        assert_eq!(found(&format!("--token={token}")), [&*token]);
        assert_eq!(found(&format!("curl -H 'Bearer {token}' x")), [&*token]);
        let aws = format!("AKIA{}", "Z7Q2M9X4K1B8R5T3");
        assert_eq!(found(&aws), [&*aws]);
        assert_eq!(found("AKIAIOSFODNN7EXAMPLE"), [""; 0]);
        assert_eq!(found("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), [""; 0]);
    }

    #[test]
    fn passwords_are_known_by_their_name_and_their_value() {
        assert_eq!(found("--password=hu7Rw2qpLz9"), ["hu7Rw2qpLz9"]);
        assert_eq!(found("\"db_password\": \"hu7Rw2qpLz9\""), ["hu7Rw2qpLz9"]);
        for silent in [
            "--password={{$.inputs.parameters['p']}}",
            "password=changeme1",
            "token = os.environ['T0KEN_NAME']",
            "--token=$TOKEN12345",
            "token=/var/run/secrets/t0ken",
            "tokens=hu7Rw2qpLz9",
            "password: str = None",
            "secret=my-secret-name",
        ] {
            assert_eq!(found(silent), [""; 0], "{silent}");
        }
    }

    #[test]
    fn addresses_may_hold_credentials() {
        let found = |text: &str| url_credentials(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("git clone https://ann:hu7Rw2@host/x"), ["ann:hu7Rw2"]);
        for silent in [
            "https://host/x",
            "https://host:8080/a@b",
            "https://{{user}}:{{p}}@host",
            "https://user:password@host",
            "https://$USER:$PASS@host",
            "https://ann@host",
        ] {
            assert!(found(silent).is_empty(), "{silent}");
        }
    }

    #[test]
    fn a_key_is_more_than_its_header() {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB";
        let key = format!("-----BEGIN {} KEY-----\n{body}\n", "PRIVATE");
        assert_eq!(find(&key).len(), 1);
        assert!(find("if text.startswith('-----BEGIN PRIVATE KEY-----'): pass").is_empty());
    }

    #[test]
    fn what_is_shown_gives_nothing_away() {
        assert_eq!(mask(&github()), "`ghp_…`");
    }
}
