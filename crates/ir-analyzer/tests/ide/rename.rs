//! Names that change: a cursor `$0`, a new name, and the text after it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ir_analyzer::ide::{self, Refusal, Renaming};
use ir_analyzer::{Source, Workspace, interfaces, uses};
use ir_syntax::edit;

use crate::support::{GRAPH, PIPELINE, TRAIN, with_cursor};

/// Files in `/w`, the first with a cursor.
struct Files {
    sources: Vec<Arc<Source>>,
    workspace: Workspace,
    offset: u32,
}

fn files(all: &[(&str, &str)]) -> Files {
    let offset = all[0].1.find("$0").expect("a cursor `$0`") as u32;
    let source =
        |(path, text): &(&str, &str)| Arc::new(Source::new(Path::new("/w").join(path), text.replacen("$0", "", 1)));
    let sources: Vec<Arc<Source>> = all.iter().map(source).collect();
    let mut workspace = Workspace::new();
    for source in &sources {
        workspace.update(&source.path, interfaces(source));
        workspace.note_uses(&source.path, uses(source));
    }
    Files { sources, workspace, offset }
}

impl Files {
    fn rename(&self, new: &str) -> Result<Renaming, Refusal> {
        let lookup = |path: &Path| self.sources.iter().find(|s| s.path == path).cloned();
        ide::rename(&self.sources[0], &self.workspace, &lookup, self.offset, new)
    }

    /// The lines that change, of each file.
    fn changed(&self, renaming: &Renaming) -> String {
        let mut out = String::new();
        for file in &renaming.files {
            let source = self.sources.iter().find(|s| s.path == file.path).unwrap();
            let after = edit::apply(source.text(), &file.edits).unwrap();
            let name = file.path.strip_prefix("/w").unwrap().display();
            for (number, (old, new)) in source.text().lines().zip(after.lines()).enumerate() {
                if old != new {
                    out += &format!("{name}:{}: {}\n", number + 1, new.trim());
                }
            }
        }
        out
    }
}

/// The lines that change, or why none does.
#[track_caller]
fn renamed(all: &[(&str, &str)], new: &str) -> String {
    let files = files(all);
    match files.rename(new) {
        Ok(renaming) => files.changed(&renaming),
        Err(refusal) => format!("refused: {refusal}"),
    }
}

fn one(text: &str, new: &str) -> String {
    renamed(&[("main.yaml", text)], new)
}

#[test]
fn a_task_is_renamed_with_all_that_waits_for_it() {
    assert_eq!(
        one(&with_cursor(PIPELINE, "producerTask", "lo"), "fetch"),
        "\
main.yaml:37: fetch:
main.yaml:41: dependentTasks: [fetch]
main.yaml:47: taskOutputArtifact: {producerTask: fetch, outputArtifactKey: table}
"
    );
}

#[test]
fn the_title_by_which_the_engine_knows_a_task_goes_along() {
    let text = PIPELINE.replace(
        "        componentRef: {name: comp-load}\n",
        "        componentRef: {name: comp-load}\n        taskInfo: {name: load}\n",
    );
    assert!(one(&with_cursor(&text, "producerTask", "lo"), "fetch").contains("taskInfo: {name: fetch}"));
    let other = text.replace("taskInfo: {name: load}", "taskInfo: {name: 'Load it'}");
    assert!(!one(&with_cursor(&other, "producerTask", "lo"), "fetch").contains("taskInfo"));
}

#[test]
fn an_input_is_renamed_in_strings_and_in_the_arguments_that_fill_it() {
    let text = PIPELINE.replace(
        "rate: {parameterType: NUMBER_DOUBLE}\n",
        "rate: {parameterType: NUMBER_DOUBLE}\n        extra: {parameterType: STRING, isOptional: true}\n",
    );
    assert_eq!(
        one(&with_cursor(&text, "comp-train", "epo"), "passes"),
        "\
main.yaml:7: passes: {parameterType: NUMBER_INTEGER, defaultValue: 10, description: Passes over the table.}
main.yaml:28: args: ['--epochs', '{{$.inputs.parameters[''passes'']}}', \"{{$.outputs.artifacts['model'].path}}\"]
"
    );
    assert_eq!(
        one(&with_cursor(&text, "comp-train", "rat"), "speed"),
        "main.yaml:8: speed: {parameterType: NUMBER_DOUBLE}\nmain.yaml:45: speed: {componentInputParameter: rate}\n"
    );
}

#[test]
fn a_pipelines_input_is_renamed_in_the_comment_of_the_compiler() {
    let header = "# PIPELINE DEFINITION\n# Name: churn\n# Inputs:\n#    label: str\n#    rate: float [Default: 0.1]\n";
    let text = format!("{header}{PIPELINE}");
    assert_eq!(
        one(&with_cursor(&text, "componentInputParameter", ": ra"), "speed"),
        "\
main.yaml:5: #    speed: float [Default: 0.1]
main.yaml:38: speed: {parameterType: NUMBER_DOUBLE, defaultValue: 0.1}
main.yaml:49: rate: {componentInputParameter: speed}
"
    );
}

#[test]
fn components_and_executors_are_renamed_each_by_itself() {
    assert_eq!(
        one(&with_cursor(PIPELINE, "components:", "comp-tr"), "comp-fit"),
        "main.yaml:3: comp-fit:\nmain.yaml:40: componentRef: {name: comp-fit}\n"
    );
    assert_eq!(
        one(&with_cursor(PIPELINE, "executorLabel", "exec-tr"), "exec-fit"),
        "main.yaml:4: executorLabel: exec-fit\nmain.yaml:23: exec-fit:\n"
    );
}

#[test]
fn a_name_is_quoted_where_it_would_be_read_as_something_else() {
    assert_eq!(
        one(&with_cursor(PIPELINE, "producerTask", "lo"), "on"),
        "\
main.yaml:37: \"on\":
main.yaml:41: dependentTasks: [\"on\"]
main.yaml:47: taskOutputArtifact: {producerTask: \"on\", outputArtifactKey: table}
"
    );
    assert_eq!(
        one(&with_cursor(GRAPH, "taskId: ", "Fit"), "it's: 1"),
        "\
main.yaml:9: \"it's: 1\":
main.yaml:16: x: {taskOutput: {taskId: \"it's: 1\", outputName: Model}}
main.yaml:18: Model: {taskOutput: {taskId: \"it's: 1\", outputName: Model}}
"
    );
}

#[test]
fn quotes_that_are_there_stay() {
    let text = GRAPH.replace("taskId: Fit it", "taskId: 'Fit it'").replace("      Fit it:", "      \"Fit it\":");
    let after = one(&with_cursor(&text, "taskId: ", "Fit"), "it's");
    assert!(after.contains("main.yaml:9: \"it's\":\n"), "{after}");
    assert!(after.contains("taskId: 'it''s'"), "{after}");
}

#[test]
fn what_has_the_name_already_is_said() {
    assert_eq!(
        one(&with_cursor(PIPELINE, "producerTask", "lo"), "train"),
        "refused: line 39 already has the task `train`"
    );
    assert_eq!(
        one(&with_cursor(PIPELINE, "comp-train", "epo"), "rate"),
        "refused: line 8 already has the input `rate`"
    );
}

#[test]
fn words_of_the_format_stay() {
    let fixed = |text: &str| {
        let files = files(&[("main.yaml", text)]);
        ide::prepare_rename(&files.sources[0], &files.workspace, files.offset).map_err(|r| r.to_string())
    };
    assert_eq!(
        fixed(&with_cursor(PIPELINE, "\nroot", "ta")),
        Err("there is no name here that could be changed".into())
    );
    assert_eq!(
        fixed(&with_cursor(PIPELINE, "image: example.com/load:1}", "ro")),
        Err("`root` is a word of the format, not a name that someone gave".into())
    );
    let name = fixed(&with_cursor(PIPELINE, "args:", "''epo")).unwrap();
    assert_eq!(name.name, "epochs");
}

#[test]
fn a_name_that_a_placeholder_cannot_hold_is_refused() {
    let refused = one(&with_cursor(PIPELINE, "comp-train", "epo"), "it's");
    assert_eq!(refused, "refused: `it's` would not be read as that name in line 27 of `main.yaml`");
}

#[test]
fn what_the_rules_forbid_is_refused_in_their_words() {
    let refused = one(&with_cursor(PIPELINE, "producerTask", "lo"), "load it");
    assert!(refused.starts_with("refused: `load it` cannot be the name of"), "{refused}");
}

#[test]
fn a_port_is_renamed_in_the_files_that_use_it() {
    let train = with_cursor(TRAIN, "inputs:", "Tab");
    let after = renamed(&[("parts/train.yaml", &train), ("main.yaml", GRAPH)], "Data");
    assert_eq!(
        after,
        "\
parts/train.yaml:4: - {name: Data, type: CSV, description: What to learn from.}
parts/train.yaml:11: command: [python, -m, train, --table, {inputPath: Data}, --rate, {inputValue: Rate}]
main.yaml:12: Data: {graphInput: {inputName: Table}}
"
    );
}

#[test]
fn a_port_is_renamed_where_it_is_used_and_where_it_is_defined() {
    let graph = with_cursor(GRAPH, "outputName: ", "Mod");
    let second = GRAPH.replace("name: Both", "name: Other");
    let after = renamed(&[("main.yaml", &graph), ("second.yaml", &second), ("parts/train.yaml", TRAIN)], "Weights");
    assert_eq!(
        after,
        "\
main.yaml:16: x: {taskOutput: {taskId: Fit it, outputName: Weights}}
main.yaml:18: Model: {taskOutput: {taskId: Fit it, outputName: Weights}}
parts/train.yaml:7: - {name: Weights}
parts/train.yaml:12: args: [--model, {outputPath: Weights}]
second.yaml:16: x: {taskOutput: {taskId: Fit it, outputName: Weights}}
second.yaml:18: Model: {taskOutput: {taskId: Fit it, outputName: Weights}}
"
    );
}

#[test]
fn a_file_that_cannot_be_read_or_has_changed_is_in_the_way() {
    let train = with_cursor(TRAIN, "inputs:", "Tab");
    let all = files(&[("parts/train.yaml", &train), ("main.yaml", GRAPH)]);
    let ask = |lookup: &dyn Fn(&Path) -> Option<Arc<Source>>| {
        ide::rename(&all.sources[0], &all.workspace, lookup, all.offset, "Data").unwrap_err()
    };
    let main = PathBuf::from("/w/main.yaml");
    assert_eq!(ask(&|_| None), Refusal::Unreadable(main.clone()));
    let other = Arc::new(Source::new(&*main, GRAPH.replace("name: Both", "name: New")));
    assert_eq!(ask(&|_| Some(Arc::clone(&other))), Refusal::Changed(main));
}

#[test]
fn a_file_that_is_named_by_its_digest_keeps_its_names() {
    let digest = interfaces(&Source::new("/w/parts/train.yaml", TRAIN))[0].keys.iter().find_map(|key| match key {
        ir_model::Key::Digest(digest) => Some(digest.clone()),
        _ => None,
    });
    let graph = GRAPH
        .replace("{url: ./parts/train.yaml}", &format!("{{url: ./parts/train.yaml, digest: {}}}", digest.unwrap()));
    let train = with_cursor(TRAIN, "inputs:", "Tab");
    assert_eq!(
        renamed(&[("parts/train.yaml", &train), ("main.yaml", &graph)], "Data"),
        "refused: `main.yaml` names this file by the digest of its text, which would change"
    );
}

#[test]
fn an_argument_of_something_unknown_keeps_its_name() {
    let graph = with_cursor(GRAPH, "other.yaml", " x");
    assert_eq!(renamed(&[("main.yaml", &graph)], "y"), "refused: what `x` means is in no file of the workspace");
}

#[test]
fn a_text_that_an_alias_repeats_stays() {
    let text = GRAPH.replace(
        "taskId: Fit it, outputName: Model}}\n    output",
        "taskId: &fit Fit it, outputName: Model}}\n    output",
    );
    let text = text.replace("      Model: {taskOutput: {taskId: Fit it", "      Model: {taskOutput: {taskId: *fit");
    assert_eq!(
        one(&with_cursor(&text, "tasks:", "Fit"), "Learn"),
        "refused: an alias repeats the text of line 16 elsewhere"
    );
}

#[test]
fn a_template_of_argo_is_renamed_with_its_expressions() {
    let text = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: a-}
spec:
  entrypoint: main
  arguments: {parameters: [{name: mess$0age, value: hi}]}
  templates:
  - name: main
    inputs: {parameters: [{name: message}]}
    dag:
      tasks:
      - name: say
        template: echo
        arguments: {parameters: [{name: text, value: '{{inputs.parameters.message}}'}]}
      - name: again
        depends: say.Succeeded
        template: echo
        arguments: {parameters: [{name: text, value: '{{=workflow.parameters.message + tasks.say.outputs.result}}'}]}
  - name: echo
    inputs: {parameters: [{name: text}]}
    container: {image: 'alpine:3.20', command: [echo, '{{inputs.parameters.text}}']}
";
    assert_eq!(
        one(text, "greeting"),
        "\
main.yaml:6: arguments: {parameters: [{name: greeting, value: hi}]}
main.yaml:9: inputs: {parameters: [{name: greeting}]}
main.yaml:14: arguments: {parameters: [{name: text, value: '{{inputs.parameters.greeting}}'}]}
main.yaml:18: arguments: {parameters: [{name: text, value: '{{=workflow.parameters.greeting + tasks.say.outputs.result}}'}]}
"
    );
    let plain = text.replace("$0", "");
    assert_eq!(
        one(&with_cursor(&plain, "tasks:", "say"), "tell"),
        "\
main.yaml:12: - name: tell
main.yaml:16: depends: tell.Succeeded
main.yaml:18: arguments: {parameters: [{name: text, value: '{{=workflow.parameters.message + tasks.tell.outputs.result}}'}]}
"
    );
    assert_eq!(
        one(&with_cursor(&plain, "template: ", "ech"), "print"),
        "main.yaml:13: template: print\nmain.yaml:17: template: print\nmain.yaml:19: - name: print\n"
    );
    // In an expression a dash would be a minus: the name moves into brackets.
    assert_eq!(
        one(&with_cursor(&plain, "tasks:", "say"), "say-it"),
        "\
main.yaml:12: - name: say-it
main.yaml:16: depends: say-it.Succeeded
main.yaml:18: arguments: {parameters: [{name: text, value: '{{=workflow.parameters.message + tasks[''say-it''].outputs.result}}'}]}
"
    );
}

#[test]
fn a_template_of_another_file_is_renamed_by_the_name_of_its_object() {
    let library = "\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: library}
spec:
  templates:
  - name: ec$0ho
    inputs: {parameters: [{name: text}]}
    container: {image: 'alpine:3.20', command: [echo, '{{inputs.parameters.text}}']}
";
    let user = "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: a-}
spec:
  entrypoint: main
  templates:
  - name: main
    steps:
    - - name: say
        templateRef: {name: library, template: echo}
        arguments: {parameters: [{name: text, value: hi}]}
";
    let all = [("library.yaml", library), ("user.yaml", user)];
    assert_eq!(
        renamed(&all, "print"),
        "library.yaml:6: - name: print\nuser.yaml:10: templateRef: {name: library, template: print}\n"
    );
    let input = with_cursor(user, "arguments", "text");
    let library = library.replace("$0", "");
    assert_eq!(
        renamed(&[("user.yaml", &input), ("library.yaml", &library)], "words"),
        "\
user.yaml:11: arguments: {parameters: [{name: words, value: hi}]}
library.yaml:7: inputs: {parameters: [{name: words}]}
library.yaml:8: container: {image: 'alpine:3.20', command: [echo, '{{inputs.parameters.words}}']}
"
    );
}

#[test]
fn parameters_workspaces_and_results_of_tekton_are_renamed() {
    let task = "\
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  params: [{name: image, type: string}]
  workspaces: [{name: source}]
  results: [{name: digest}]
  volumes: [{name: cache, emptyDir: {}}]
  steps:
  - name: make
    image: alpine:3.20
    volumeMounts: [{name: cache, mountPath: /cache}]
    script: |
      make -C $(workspaces.source.path) IMAGE=$(params.image)
      make digest > $(results.digest.path)
";
    let pipeline = "\
apiVersion: tekton.dev/v1
kind: Pipeline
metadata: {name: all}
spec:
  workspaces: [{name: code}]
  tasks:
  - name: build
    taskRef: {name: build}
    params: [{name: image, value: x}]
    workspaces: [{name: source, workspace: code}]
  results: [{name: out, value: $(tasks.build.results.digest)}]
";
    let all = |needle: (&str, &str), new| {
        renamed(&[("task.yaml", &with_cursor(task, needle.0, needle.1)), ("pipeline.yaml", pipeline)], new)
    };
    assert_eq!(
        all(("params:", "ima"), "tag"),
        "\
task.yaml:5: params: [{name: tag, type: string}]
task.yaml:14: make -C $(workspaces.source.path) IMAGE=$(params.tag)
pipeline.yaml:9: params: [{name: tag, value: x}]
"
    );
    assert_eq!(
        all(("workspaces:", "sour"), "code"),
        "\
task.yaml:6: workspaces: [{name: code}]
task.yaml:14: make -C $(workspaces.code.path) IMAGE=$(params.image)
pipeline.yaml:10: workspaces: [{name: code, workspace: code}]
"
    );
    assert_eq!(
        all(("results:", "dig"), "sum"),
        "\
task.yaml:7: results: [{name: sum}]
task.yaml:15: make digest > $(results.sum.path)
pipeline.yaml:11: results: [{name: out, value: $(tasks.build.results.sum)}]
"
    );
    assert_eq!(
        all(("volumes:", "cac"), "store"),
        "task.yaml:8: volumes: [{name: store, emptyDir: {}}]\ntask.yaml:12: volumeMounts: [{name: store, mountPath: /cache}]\n"
    );
    assert_eq!(
        all(("metadata:", "bui"), "compile"),
        "task.yaml:3: metadata: {name: compile}\npipeline.yaml:8: taskRef: {name: compile}\n"
    );
}

#[test]
fn who_gets_all_names_at_once_is_told_of() {
    let text = PIPELINE.replace("'--epochs'", "'--executor_input', '{{$}}', '--epochs'");
    let files = files(&[("main.yaml", &with_cursor(&text, "comp-train", "epo"))]);
    let caution = files.rename("passes").unwrap().caution;
    assert_eq!(caution.as_deref(), Some("a program gets all inputs at once and may know `epochs` by name"));
    let quiet = crate::rename::files(&[("main.yaml", &with_cursor(&text, "producerTask", "lo"))]);
    assert_eq!(quiet.rename("fetch").unwrap().caution, None);
}

#[test]
fn names_that_are_written_alike_in_one_file_can_be_edited_together() {
    let linked = |text: &str| {
        let files = files(&[("main.yaml", text)]);
        let spans = ide::linked(&files.sources[0], &files.workspace, files.offset);
        spans.iter().map(|s| s.slice(files.sources[0].text()).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(linked(&with_cursor(PIPELINE, "producerTask", "lo")), ["load"; 3]);
    assert_eq!(linked(&with_cursor(PIPELINE, "comp-train", "epo")), ["epochs"; 2]);
    // A name that nothing else writes needs no link.
    assert_eq!(linked(&with_cursor(PIPELINE, "label", "label")), [""; 0]);
}
