//! A program, compiled to be played through the kit's library.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use racelings::compile::{Compiled, Toolchain};
use racelings::edition::Edition;
use racelings::exploration::Explorable;
use racelings::exploration::outcome::Expected;
use racelings::exploration::position::Positions;
use racelings::exploration::schedule::Environment;
use racelings::source;
use racelings::supervise::{Cancel, Supervisor};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const KIT: &str = env!("CARGO_BIN_EXE_racelings");

/// A compiled program. Dropping it removes its folder.
pub struct Program {
    explorable: Explorable,
    _folder: tempfile::TempDir,
}

impl Program {
    /// Compiles a file, given by its path relative to the root of the project.
    pub fn compile(shown: &str) -> Program {
        static TOOLCHAIN: OnceLock<Toolchain> = OnceLock::new();
        let toolchain = TOOLCHAIN.get_or_init(|| Toolchain::of(Path::new(ROOT)));
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(Path::new(ROOT).join(shown)).unwrap();
        let mut supervisor = Supervisor::start(Path::new(KIT)).unwrap();
        let program = source::Program::of_its_own(&text, Edition::default());
        let (path, cancel) = (folder.path(), Cancel::new());
        let compiled =
            toolchain.compile_explorable(&program, shown, path, &mut supervisor, &cancel);
        match compiled.unwrap() {
            Compiled::Built { binary, .. } => Program {
                explorable: Explorable::new(&binary, path, shown, &text),
                _folder: folder,
            },
            Compiled::Refused(why) => panic!("{shown}: {why:?}"),
        }
    }

    /// The moments of its executions, with ROUNDS=1.
    pub fn positions(&self) -> Positions<'_> {
        let environment = Environment {
            rounds: 1,
            extra: 0,
            mode: None,
        };
        self.explorable
            .positions(environment, Expected::Success, false, &Cancel::new())
    }
}
