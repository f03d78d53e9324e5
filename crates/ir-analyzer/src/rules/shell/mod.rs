//! Commands that a shell or Python runs.

pub(super) mod python_function_missing;
pub(super) mod python_syntax;
pub(super) mod script_without_shebang;
pub(super) mod shell_variable_expansion;
pub(super) mod shell_without_errexit;
pub(super) mod unpinned_pip_install;
pub(super) mod unquoted_placeholder;
