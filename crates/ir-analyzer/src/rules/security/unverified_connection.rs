//! `unverified-connection`

use ir_model::{FaultKind, Severity};

use crate::rule::{Context, Example, Family, Rule};
use crate::rules::fault;

pub(crate) static RULE: Rule = Rule {
    id: "unverified-connection",
    family: Family::Security,
    severity: Severity::Warning,
    summary: "a connection to a server that is not asked who it is",
    explanation: "\
A key switches off that a server proves who it is, or that the connection is encrypted. Whoever is in the network can then read what is sent and put
something else in its place: code from a repository, a model from a store.

Remove the key, and give the certificate or the host's key of the server.",
    fixable: false,
    examples: &[
        Example {
            title: "a Git repository",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    inputs:
      artifacts:
      - name: code
        path: /code
        git: {repo: 'https://example.com/code.git', insecureSkipTLS: true}
#                                                   ^^^^^^^^^^^^^^^ unverified-connection: any server may pretend to be this one
    container: {image: 'python:3.12', command: [train]}
",
        },
        Example {
            title: "a server that proves itself",
            text: "\
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: training-}
spec:
  entrypoint: train
  templates:
  - name: train
    inputs:
      artifacts:
      - name: code
        path: /code
        git: {repo: 'https://example.com/code.git'}
    container: {image: 'python:3.12', command: [train]}
",
        },
    ],
    check,
};

fn check(context: &mut Context<'_>) {
    fault::report(context, &RULE, FaultKind::Unverified);
}
