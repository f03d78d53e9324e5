//! A defect of ours in one file must not keep the others from being checked.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::failure::Failure;

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on what is said by panics is kept for [`run`] instead of printed.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let words = panic.to_string();
        LAST.with(|last| {
            if let Ok(mut last) = last.try_borrow_mut() {
                *last = words;
            }
        });
    }));
}

/// Runs `work` on the file shown as `shown`.
pub fn run<R>(shown: &str, work: impl FnOnce() -> R) -> Result<R, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let words = LAST.with(RefCell::take);
        let words = words.strip_prefix("panicked at ").unwrap_or(&words).replace('\n', " ");
        Failure::of(shown, format!("a defect of ir-lint: {words}")).help(concat!(
            "report it, with the file if you may, at ",
            env!("CARGO_PKG_REPOSITORY"),
            "/issues"
        ))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_defect_is_a_failure() {
        assert_eq!(super::run("x.yaml", || 1), Ok(1));
        let failure = super::run("x.yaml", || -> u8 { panic!("boom") }).unwrap_err();
        assert!(failure.to_string().starts_with("x.yaml: a defect of ir-lint"));
    }
}
