//! Findings with the lines they are about.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{self as codespan, LabelStyle};
use codespan_reporting::term::{Config, WriteStyle, emit_to_write_style};
use ir_model::{Diagnostic, FileId, Severity};

use crate::clean;
use crate::report::excerpt::{Excerpts, Mark};
use crate::report::{Look, Other, Shape, Subject, lines};
use crate::style::{self, BOLD, FRAME, RESET};

/// So many ways out are told.
const FIXES: usize = 3;

pub(super) const SHAPE: Shape = lines(render);

/// All findings of a file, each followed by an empty line.
fn render(subject: &Subject<'_>, Look { color, links }: Look) -> String {
    let config = Config::default();
    let mut out = Vec::new();
    for finding in subject.findings {
        let title = style::paint(&format!(": {}", clean::line(&finding.title)), BOLD, color);
        out.extend_from_slice(style::label(finding, color, links).as_bytes());
        out.extend_from_slice(title.as_bytes());
        out.push(b'\n');
        let (excerpts, drawn) = drawing(subject, finding);
        let mut body = Body { out: &mut out, severity: finding.severity, color, header: true };
        // Writing to memory does not fail, and marks that the renderer cannot place are left undrawn.
        let _ = emit_to_write_style(&mut body, &config, &excerpts, &drawn);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The finding in the renderer's terms.
fn drawing(subject: &Subject<'_>, finding: &Diagnostic) -> (Excerpts, codespan::Diagnostic<usize>) {
    let mut excerpts = Excerpts::default();
    let mut notes = Vec::new();
    let mut marks = vec![Mark { span: finding.span, message: &finding.label, primary: true }];
    let mut elsewhere: Vec<(FileId, Vec<Mark<'_>>)> = Vec::new();
    for related in &finding.related {
        let mark = Mark { span: related.span, message: &related.message, primary: false };
        match related.file {
            None => marks.push(mark),
            Some(id) => match elsewhere.iter_mut().find(|(other, _)| *other == id) {
                Some((_, marks)) => marks.push(mark),
                None => elsewhere.push((id, vec![mark])),
            },
        }
    }
    let mut labels = excerpts.add(subject.file, &marks);
    for (id, marks) in elsewhere {
        match subject.others.get(&id) {
            Some(Other::Text(text)) => labels.extend(excerpts.add(text, &marks)),
            Some(Other::Path(path)) => {
                notes.extend(marks.iter().map(|m| format!("{} ({})", clean::line(m.message), clean::line(path))));
            }
            None => {}
        }
    }
    notes.extend(finding.notes.iter().map(|n| clean::lines(n)));
    notes.extend(finding.fixes.iter().take(FIXES).map(|f| format!("fix: {}", clean::line(&f.title))));
    let drawn = codespan::Diagnostic::new(codespan::Severity::Error).with_labels(labels).with_notes(notes);
    (excerpts, drawn)
}

/// Takes what the renderer writes, without its header: ours has links, and words of our own.
struct Body<'a> {
    out: &'a mut Vec<u8>,
    severity: Severity,
    color: bool,
    header: bool,
}

impl Body<'_> {
    fn style(&mut self, codes: &str) -> io::Result<()> {
        if self.color && !self.header {
            self.out.extend_from_slice(codes.as_bytes());
        }
        Ok(())
    }
}

impl Write for Body<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.header {
            // The renderer fills up lines of marks with spaces.
            if bytes == b"\n" {
                let end = self.out.iter().rposition(|b| *b != b' ').map_or(0, |last| last + 1);
                self.out.truncate(end);
            }
            self.out.extend_from_slice(bytes);
        } else if bytes.contains(&b'\n') {
            self.header = false;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Body<'_> {
    fn set_header(&mut self, _severity: codespan::Severity) -> io::Result<()> {
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style(FRAME)
    }

    fn set_label(&mut self, _severity: codespan::Severity, label: LabelStyle) -> io::Result<()> {
        match label {
            LabelStyle::Primary => self.style(style::severity(self.severity)),
            LabelStyle::Secondary => self.style(FRAME),
        }
    }

    fn reset(&mut self) -> io::Result<()> {
        self.style(RESET)
    }
}
