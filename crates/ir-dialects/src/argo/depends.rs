//! On what a task of a DAG depends: `(A.Succeeded || A.Skipped) && !B`.
//!
//! Argo finds the names with a regular expression and evaluates the whole with expr-lang, once a name's dashes are
//! underscores. Everything that is spelt with letters is therefore a task to it: there is no `and`, and no `true`.

use ir_syntax::Span;

use crate::language::problem::{Kind, Problem, quote};
use crate::language::{readable, span};
use crate::lowering::one_slip;

/// How deep brackets may nest.
const DEPTH: u32 = 100;

/// A condition on other tasks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Depends {
    /// The tasks it speaks of, in the order of the text; the same one as often as it is named.
    pub(crate) operands: Vec<Operand>,
    /// The condition in postfix order. Worth nothing where there are [`Depends::problems`].
    pub(crate) steps: Vec<Step>,
    /// In the order of the text.
    pub(crate) problems: Vec<Problem>,
}

/// A task, and how it must have ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Operand {
    /// The task's name.
    pub(crate) task: Span,
    /// What stands behind the dot, if there is one, and what it says.
    pub(crate) result: Option<(Span, Option<TaskResult>)>,
}

/// How a task ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TaskResult {
    Succeeded,
    Failed,
    Errored,
    Skipped,
    Omitted,
    Daemoned,
    /// Of a task that loops.
    AnySucceeded,
    /// Of a task that loops.
    AllFailed,
}

/// A step of a condition in postfix order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// An index into [`Depends::operands`].
    Operand(usize),
    Not,
    And,
    Or,
}

const RESULTS: &[(&str, TaskResult)] = &[
    ("Succeeded", TaskResult::Succeeded),
    ("Failed", TaskResult::Failed),
    ("Errored", TaskResult::Errored),
    ("Skipped", TaskResult::Skipped),
    ("Omitted", TaskResult::Omitted),
    ("Daemoned", TaskResult::Daemoned),
    ("AnySucceeded", TaskResult::AnySucceeded),
    ("AllFailed", TaskResult::AllFailed),
];

/// The names of results, for completion and suggestions.
pub(crate) const RESULT_NAMES: &[&str] =
    &["Succeeded", "Failed", "Errored", "Skipped", "Omitted", "Daemoned", "AnySucceeded", "AllFailed"];

impl TaskResult {
    fn of(name: &str) -> Option<Self> {
        RESULTS.iter().find(|(known, _)| *known == name).map(|(_, result)| *result)
    }

    /// Whether only a task that loops can end so.
    pub(crate) const fn of_loops(self) -> bool {
        matches!(self, TaskResult::AnySucceeded | TaskResult::AllFailed)
    }
}

impl Depends {
    /// Whether the condition holds where `ended` says it of each operand; `None` for a broken one.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests judge by it what was read"))]
    pub(crate) fn holds(&self, mut ended: impl FnMut(&Operand) -> bool) -> Option<bool> {
        let mut stack: Vec<bool> = Vec::new();
        for step in &self.steps {
            let value = match step {
                Step::Operand(index) => ended(self.operands.get(*index)?),
                Step::Not => !stack.pop()?,
                Step::And => stack.pop()? & stack.pop()?,
                Step::Or => stack.pop()? | stack.pop()?,
            };
            stack.push(value);
        }
        stack.pop().filter(|_| stack.is_empty() && self.problems.is_empty())
    }
}

/// Reads a condition.
pub(crate) fn read(text: &str) -> Depends {
    let text = if readable(text) { text } else { "" };
    let mut parser = Parser { text, at: 0, last: Span::at(0), depth: 0, quiet: false, found: Depends::default() };
    parser.or();
    parser.leftover();
    parser.found.problems.sort_by_key(|p| p.span);
    parser.found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Name,
    Open,
    Close,
    Not,
    And,
    Or,
    Bad,
    End,
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// The token that was read last.
    last: Span,
    depth: u32,
    /// After one error what follows from it stays unsaid.
    quiet: bool,
    found: Depends,
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

impl<'t> Parser<'t> {
    /// The token that stands next.
    fn peek(&mut self) -> (Token, Span) {
        let rest = self.text.get(self.at..).unwrap_or("");
        self.at += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { return (Token::End, Span::at(self.at as u32)) };
        let run = |accept: fn(char) -> bool| rest.find(|c| !accept(c)).unwrap_or(rest.len());
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '!' => (Token::Not, 1),
            '&' => (Token::And, run(|c| c == '&').min(2)),
            '|' => (Token::Or, run(|c| c == '|').min(2)),
            c if is_name(c) => match rest.get(..run(is_name)).unwrap_or("") {
                word @ ("and" | "AND") => (Token::And, word.len()),
                word @ ("or" | "OR") => (Token::Or, word.len()),
                word @ ("not" | "NOT") => (Token::Not, word.len()),
                word => (Token::Name, word.len()),
            },
            c => (Token::Bad, c.len_utf8()),
        };
        (token, span(self.at, self.at + length))
    }

    fn take(&mut self, at: Span) {
        self.at = at.end as usize;
        self.last = at;
    }

    fn error(&mut self, problem: impl FnOnce() -> Problem) {
        if !self.quiet {
            self.found.problems.push(problem());
        }
        self.quiet = true;
    }

    fn unexpected(&mut self, label: &'static str) {
        let (token, at) = self.peek();
        let (text, last) = (self.text, self.last);
        self.error(|| match token {
            Token::End if last.is_empty() => Problem::new(Kind::Syntax, last, "no task is named here"),
            Token::End => {
                let title = format!("something is missing after {}", quote(last.slice(text)));
                Problem::new(Kind::Syntax, last, title).label(label)
            }
            _ => {
                let title = format!("unexpected {} in this condition", quote(at.slice(text)));
                Problem::new(Kind::Syntax, at, title).label(label)
            }
        });
    }

    /// Takes an operator; where it is another language's, it is told.
    fn operator(&mut self, wanted: Token, right: &str) -> bool {
        let (token, at) = self.peek();
        if token != wanted {
            return false;
        }
        self.take(at);
        let written = at.slice(self.text);
        if written != right {
            let problem = Problem::new(Kind::Syntax, at, format!("{} is no operator here", quote(written)))
                .label(format!("written {}", quote(right)))
                .fix(format!("replace {} by {}", quote(written), quote(right)), vec![(at, right.to_owned())]);
            self.found.problems.push(problem);
        }
        true
    }

    fn or(&mut self) {
        self.and();
        while self.operator(Token::Or, "||") {
            self.and();
            self.found.steps.push(Step::Or);
        }
    }

    fn and(&mut self) {
        self.unary();
        while self.operator(Token::And, "&&") {
            self.unary();
            self.found.steps.push(Step::And);
        }
    }

    fn unary(&mut self) {
        let mut inverted = 0;
        while self.operator(Token::Not, "!") {
            inverted += 1;
        }
        let (token, at) = self.peek();
        match token {
            Token::Name => self.operand(at),
            Token::Open if self.depth >= DEPTH => {
                self.error(|| Problem::new(Kind::Syntax, at, "this condition is nested too deeply"));
                self.at = self.text.len();
            }
            Token::Open => {
                self.take(at);
                self.depth += 1;
                self.or();
                self.depth -= 1;
                self.close(at);
            }
            _ => self.unexpected("the name of a task is needed here"),
        }
        self.found.steps.extend((0..inverted).map(|_| Step::Not));
    }

    fn close(&mut self, open: Span) {
        let (token, at) = self.peek();
        match token {
            Token::Close => self.take(at),
            Token::End => {
                self.error(|| Problem::new(Kind::Syntax, open, "this `(` is not closed").label("its `)` is missing"))
            }
            _ => self.unexpected("`&&`, `||` or `)` would follow"),
        }
    }

    fn operand(&mut self, task: Span) {
        self.take(task);
        let rest = self.text.get(self.at..).unwrap_or("");
        let mut result = None;
        if let Some(behind) = rest.strip_prefix('.') {
            let length = behind.find(|c| !is_name(c)).unwrap_or(behind.len());
            let at = span(self.at + 1, self.at + 1 + length);
            let name = at.slice(self.text);
            let known = TaskResult::of(name);
            self.take(Span::new(task.end, at.end));
            if known.is_none() {
                self.no_result(task, at, name);
            }
            result = Some((at, known));
        }
        self.found.steps.push(Step::Operand(self.found.operands.len()));
        self.found.operands.push(Operand { task, result });
    }

    fn no_result(&mut self, task: Span, at: Span, name: &str) {
        let shown = quote(task.slice(self.text));
        if name.is_empty() {
            let dot = Span::new(task.end, at.end);
            self.error(|| {
                Problem::new(Kind::Syntax, dot, "no result is named behind this dot")
                    .label(format!("such as {}", quote("Succeeded")))
            });
            return;
        }
        let alike =
            |known: &&&str| known.eq_ignore_ascii_case(name) || one_slip(known, name) || synonym(name) == Some(*known);
        let mut problem = Problem::new(Kind::Name, at, format!("a task has no result {}", quote(name)))
            .label(format!("{shown} can end as `Succeeded`, `Failed`, `Errored`, `Skipped`, `Omitted` or `Daemoned`"))
            .candidates(RESULT_NAMES.to_vec());
        if let Some(meant) = RESULT_NAMES.iter().find(alike) {
            let title = format!("replace {} by {}", quote(name), quote(meant));
            problem = problem.fix(title, vec![(at, (*meant).to_owned())]);
        }
        self.found.problems.push(problem);
    }

    fn leftover(&mut self) {
        loop {
            let (token, at) = self.peek();
            match token {
                Token::End => return,
                Token::Name => {
                    self.unexpected("`&&` or `||` belongs between two tasks");
                    self.operand(at);
                }
                _ => {
                    self.unexpected("the condition could end before it");
                    self.take(at);
                }
            }
        }
    }
}

/// What other words people have for a result.
fn synonym(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "success" | "successful" | "succeed" | "completed" | "done" => "Succeeded",
        "failure" | "fail" => "Failed",
        "error" => "Errored",
        "skip" => "Skipped",
        "daemon" => "Daemoned",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
