//! Expressions inside of tags: `{{=…}}`.

use ir_syntax::Span;

use super::super::tag::{Body, Tag};
use super::{Expression, read};
use crate::language::problem::{Kind, Problem, quote};

/// The expression of a tag of `text`, all places being those of `text`; `None` where the tag has none.
pub(crate) fn read_tag<'t>(text: &'t str, tag: &Tag) -> Option<Expression<'t>> {
    let Body::Expression { text: body } = tag.body else { return None };
    if let Some(hole) = tag.holes.first() {
        return Some(Expression { problems: vec![nested(text, *hole)], ..Expression::default() });
    }
    let mut found = read(body.slice(text));
    if let Some(problem) = cut(text, tag, body, &found) {
        found.problems = vec![problem];
        found.shift_names(body.start);
    } else {
        found.shift_names(body.start);
        found.problems.iter_mut().for_each(|problem| shift_problem(problem, body.start));
    }
    Some(found)
}

/// A tag inside of an expression: Argo reads the expression before it replaces the tag.
fn nested(text: &str, hole: Span) -> Problem {
    let shown = quote(hole.slice(text));
    let problem = Problem::new(Kind::Syntax, hole, format!("the tag {shown} stands inside of an expression"))
        .label("an expression names the variable itself");
    let inner = Span::new(hole.start + 2, hole.end.saturating_sub(2)).slice(text).trim();
    let Some(name) = variable(inner) else { return problem };
    problem.fix(format!("replace {shown} by {}", quote(&name)), vec![(hole, name)])
}

/// The name of a simple tag as an expression writes it.
fn variable(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len() + 4);
    for part in name.split('.') {
        let plain = part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if part.is_empty() || part.contains(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))) {
            return None;
        }
        if out.is_empty() {
            out.push_str(Some(part).filter(|_| plain && !part.contains('-'))?);
        } else if plain && !part.contains('-') {
            out.push('.');
            out.push_str(part);
        } else {
            out.push_str(&format!("['{part}']"));
        }
    }
    Some(out)
}

/// Braces side by side end the tag, though they were meant to close two maps.
fn cut(text: &str, tag: &Tag, body: Span, found: &Expression<'_>) -> Option<Problem> {
    let [problem] = found.problems.as_slice() else { return None };
    let open = problem.span.slice(body.slice(text)) == "{" && problem.title.ends_with("is not closed");
    let end = tag.span.end;
    let goes_on = text.get(end as usize..).is_some_and(|rest| rest.contains("}}") && !rest.starts_with(' '));
    let between = Span::at(end - 1);
    (open && goes_on).then(|| {
        Problem::new(Kind::Syntax, Span::new(end - 2, end), "these braces end the tag, not the map")
            .label("braces of maps stand apart: `} }`")
            .fix("write a blank between the braces", vec![(between, " ".to_owned())])
    })
}

fn shifted(span: Span, by: u32) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn shift_problem(problem: &mut Problem, by: u32) {
    problem.span = shifted(problem.span, by);
    for (span, _) in problem.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
        *span = shifted(*span, by);
    }
}

impl Expression<'_> {
    fn shift_names(&mut self, by: u32) {
        for path in &mut self.paths {
            path.span = shifted(path.span, by);
            path.root.span = shifted(path.root.span, by);
            path.members.iter_mut().for_each(|member| member.span = shifted(member.span, by));
        }
        for begun in &mut self.begun {
            begun.span = shifted(begun.span, by);
            begun.replace = shifted(begun.replace, by);
            begun.before.iter_mut().for_each(|name| *name = shifted(*name, by));
        }
        self.calls.iter_mut().for_each(|call| call.name.span = shifted(call.name.span, by));
    }
}
