//! The expressions of real pipelines: nothing is wrong with them, and every name in them is found in its place.

use ir_analyzer::{Family, Source, Workspace, check, rules};
use ir_model::{Language, RefName, Resolution};
use ir_tests::corpus;

#[test]
fn nothing_is_wrong_with_real_expressions() {
    let (mut expressions, mut names) = (0, 0);
    for case in corpus::cases().unwrap_or_default().into_iter().filter(|c| c.is_kfp()) {
        let source = Source::new(&*case.path, case.text);
        let Some(package) = &source.package else { continue };
        for expression in package.exprs.values().filter(|e| e.language == Language::Cel) {
            expressions += 1;
            for id in &expression.refs {
                let reference = package.reference(*id).unwrap();
                let RefName::Name(name) = reference.name else { panic!("{}: {reference:?}", case.path) };
                assert_eq!(reference.at.span.slice(source.text()), package.names.text(name), "{}", case.path);
                assert!(matches!(package.resolutions.of(*id), Resolution::Found(_)), "{}: {reference:?}", case.path);
                names += 1;
            }
        }
        for finding in check(&source, &Workspace::new()) {
            let family = rules::find(finding.rule).unwrap().family;
            assert_ne!(family, Family::Expression, "{}: {finding:?}", case.path);
        }
    }
    println!("{expressions} expressions with {names} names");
}
