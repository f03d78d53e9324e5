//! `config show` and `init`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use ir_analyzer::config::{NAMES, Origin, Value};
use serde_json::json;

use crate::args::{Configuration, ConfigurationCommand, Init, Show, TextOrJson};
use crate::discover::absolute;
use crate::failure::{Failure, shown};
use crate::output::{print, say};
use crate::project::{Project, configurations_of};
use crate::summary::Exit;

/// Does what was asked for with configurations.
pub fn config(options: &Configuration) -> Result<Exit, Failure> {
    match &options.command {
        ConfigurationCommand::Show(options) => show(options),
    }
}

fn show(options: &Show) -> Result<Exit, Failure> {
    let here = std::env::current_dir().map_err(|error| Failure::io("current folder", &error))?;
    let meta = std::fs::metadata(&options.path).map_err(|e| Failure::io(shown(&here, &options.path), &e))?;
    let mut path = absolute(&here, &options.path);
    if meta.is_dir() {
        // What counts for a file in the folder that no pattern is about.
        path.push("*");
    }
    let all = configurations_of(&options.config, &options.reading, &path)?;
    let values = all.of(&path).values(&path);
    let from = |value: &Value| match &value.origin {
        Origin::Default => "default".to_owned(),
        Origin::CommandLine => "command line".to_owned(),
        Origin::File(path, line) => format!("{}:{line}", shown(&here, path)),
    };
    let text = match options.format {
        TextOrJson::Text => {
            let mut text = String::new();
            for value in &values {
                let words = if value.words.is_empty() { "(none)".to_owned() } else { value.words.join(", ") };
                let _ = writeln!(text, "{} = {words}  ({})", value.key, from(value));
            }
            text
        }
        TextOrJson::Json => {
            let value = |value: &Value| {
                let words = match value.words.as_slice() {
                    [word] if !value.is_list => json!(word),
                    words => json!(words),
                };
                let (file, line) = match &value.origin {
                    Origin::File(path, line) => (Some(shown(&here, path)), Some(*line)),
                    Origin::Default | Origin::CommandLine => (None, None),
                };
                let kind = match &value.origin {
                    Origin::Default => "default",
                    Origin::CommandLine => "command-line",
                    Origin::File(..) => "file",
                };
                json!({ "key": value.key, "value": words, "origin": kind, "file": file, "line": line })
            };
            format!("{:#}\n", json!({ "version": 1, "values": values.iter().map(value).collect::<Vec<_>>() }))
        }
    };
    print(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// Writes a configuration for what is in the folder.
pub fn init(options: &Init) -> Result<Exit, Failure> {
    for name in NAMES {
        let file = options.folder.join(name);
        if file.symlink_metadata().is_ok() {
            return Err(Failure::of(file.display().to_string(), "is there already").help("it was left as it is"));
        }
    }
    let file = options.folder.join(NAMES.first().copied().unwrap_or(".ir-lint.yaml"));
    let project = Project::open(std::slice::from_ref(&options.folder), &options.reading)?;
    let dialects = project.files.iter().filter_map(|file| Some(file.source.recognised.as_ref()?.dialect.id));
    let text = template(&dialects.collect::<Vec<_>>());
    write_new(&file, &text).map_err(|error| Failure::io(file.display().to_string(), &error))?;
    say(&format!("{} written, for {}", file.display(), crate::summary::count(project.files.len(), "pipeline file")));
    Ok(Exit::Clean)
}

/// Also where somebody else writes it at the same time, nothing is overwritten.
fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}

/// A configuration that decides nothing yet, with what may be wanted in comments.
fn template(dialects: &[&str]) -> String {
    let has = |start: &str| dialects.iter().any(|id| id.starts_with(start));
    let mut targets = Vec::new();
    if has("kfp") {
        targets.extend(["kfp-argo", "vertex"]);
    }
    if has("argo") {
        targets.push("argo");
    }
    if has("tekton") {
        targets.push("tekton");
    }
    let mut text = String::from(
        "# What ir-lint and the language server heed for the files here and below, see docs/configuration.md.\n",
    );
    text += "\n# The engines that the pipelines must run on. What only others object to is then left out.\n";
    if targets.is_empty() {
        targets.push("kfp-argo");
    }
    for target in targets {
        let _ = writeln!(text, "# target: {target}");
    }
    text += "\n# From where images may be pulled.\n# registries: [ghcr.io/our-team]\n";
    text += "\n# off, on, hint, info, warning or error, for a rule or a family; `ir-lint rules` lists them.\nrules:\n";
    text += "  # image-without-digest: on\n  # style: off\n";
    if has("tekton") {
        text += "\n# What the cluster has switched on.\n# features:\n#   tekton: {enable-api-fields: beta}\n";
    }
    text += "\n# Other settings for some files.\n# overrides:\n# - files: [examples/]\n#   rules: {security: off}\n";
    text += "\n# What is not looked at when a folder is checked.\n# exclude: [generated/]\n";
    text
}

#[cfg(test)]
mod tests {
    use super::template;
    use ir_analyzer::Settings;

    #[test]
    fn what_is_written_is_a_sound_configuration_with_and_without_its_comments() {
        let text = template(&["kfp-component", "tekton"]);
        assert_eq!(Settings::read(&text), (Settings::default(), Vec::new()));
        let open: String = text
            .lines()
            .filter(|line| !line.starts_with("# target: vertex") && !line.starts_with("# target: tekton"))
            .filter(|line| line.trim_start().starts_with('#') && line.contains([':', '-', '[']) && !line.ends_with('.'))
            .map(|line| format!("{}\n", line.replacen("# ", "", 1)))
            .collect();
        assert!(open.contains("target: kfp-argo\n") && open.contains("overrides:\n- files: [examples/]\n"), "{open}");
    }
}
