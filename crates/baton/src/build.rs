//! How a program is compiled against this crate: the generated main file, and the compiler's arguments.

use ::std::ffi::OsString;
use ::std::path::Path;

/// The name of the generated program's crate.
pub const CRATE: &str = "racelings_program";

/// What is added behind the last line of the learner's file, which keeps all line numbers as they are.
pub const ENTRY: &str = "\npub fn __entry() -> impl ::std::process::Termination { main() }\n";

/// The main file of the generated program; `module` is the path of the learner's text with [`ENTRY`] behind it.
pub fn main_file(module: &Path) -> String {
    format!(
        "#[path = {module:?}]\nmod exercise;\n\
         #[global_allocator]\nstatic HEAP: std::engine::Heap = std::engine::Heap;\n\
         fn main() -> std::process::ExitCode {{ std::engine::serve(exercise::__entry) }}\n"
    )
}

/// The `main` of an exercise that is explored, in place of its own: serves executions of its check.
pub const MAIN_OF_CHECK: &str = "fn main() -> ::std::process::ExitCode {
    #[global_allocator]
    static HEAP: ::std::engine::Heap = ::std::engine::Heap;
    ::std::engine::serve(check::main)
}
";

/// The learner's text as the root of the generated crate, for a program whose paths begin there: `crate::`, or all paths in
/// edition 2015. It needs no other file.
///
/// What std does before `main` is left out then: nothing that a program could tell.
pub fn as_crate_root(text: &str) -> String {
    format!(
        "#![no_main] {text}\n\
         mod __baton {{\n\
         #[global_allocator]\nstatic HEAP: ::std::engine::Heap = ::std::engine::Heap;\n\
         #[unsafe(no_mangle)]\nextern \"C\" fn main(_count: i32, _words: *const *const u8) -> i32 {{\n\
         let code = ::std::engine::serve(super::main);\n\
         (0..=255).find(|number| ::std::process::ExitCode::from(*number) == code).map_or(101, i32::from)\n\
         }}\n}}\n"
    )
}

/// The arguments for rustc, all but the main file itself and the edition: `-o` and paths included.
///
/// `text` is the learner's file, `library` this crate's rlib, `dependencies` the folder with the rlibs that it needs.
pub fn rustc_arguments(
    text: &str,
    library: &Path,
    dependencies: &Path,
    output: &Path,
) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = [
        "--crate-name",
        CRATE,
        // Whatever the file itself says.
        "--crate-type=bin",
        "-Aunused",
        // In full, with the types of statics: a place in a static is named after its field.
        "-Cdebuginfo=2",
        "-Cforce-frame-pointers=yes",
        "-Cpasses=function(tsan) sancov-module function(memprof)",
        // Of tsan only what it makes of atomics.
        "-Cllvm-args=-tsan-instrument-func-entry-exit=0",
        "-Cllvm-args=-sanitizer-coverage-level=1",
        "-Cllvm-args=-sanitizer-coverage-trace-loads=1",
        "-Cllvm-args=-sanitizer-coverage-trace-stores=1",
        // Of memprof only what it makes of copies of whole values.
        "-Cllvm-args=-memprof-use-callbacks=1",
        "-Cllvm-args=-memprof-instrument-reads=0",
        "-Cllvm-args=-memprof-instrument-writes=0",
        "-Cllvm-args=-memprof-instrument-atomics=0",
    ]
    .map(OsString::from)
    .to_vec();
    for name in replaced_crates(text) {
        let mut both = OsString::from(format!("--extern={name}="));
        both.push(library);
        arguments.push(both);
    }
    let mut search = OsString::from("-Ldependency=");
    search.push(dependencies);
    arguments.extend([search, "-o".into(), output.into()]);
    arguments
}

/// The crates that this one stands in for. Whatever `core` and `alloc` have, std has under the same path.
///
/// Only a program that declares `alloc` gets it: another one may have a module of that name.
fn replaced_crates(text: &str) -> impl Iterator<Item = &'static str> {
    let alloc = text.contains("extern crate alloc").then_some("alloc");
    ["std", "core", "fs2"].into_iter().chain(alloc)
}
