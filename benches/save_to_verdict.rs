//! Measures the time that a learner waits from the save to the verdict, compared with `cargo run` of the same file.
//!
//! `cargo bench -- 15` measures each 15 times instead of the usual number. They are measured in turns, so that other work
//! of the machine affects all alike. Nothing is asserted about times; but each check must give the verdict that
//! its row names, or the figures would be about something else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use racelings::compile::{Compiled, Toolchain};
use racelings::edition::Edition;
use racelings::supervise::{Cancel, Supervisor};
use serde_json::Value;
use tempfile::TempDir;

const KIT: &str = env!("CARGO_BIN_EXE_racelings");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const DEFAULT_TIMES: usize = 7;
const CHECK_LINE: &str = "// ---- The check begins here.";

/// Above the check line of the flooding exercise; the kit puts its own check below.
const FLOOD: &str = r#"fn count(_up: u64, _down: u64) -> i64 {
    loop {
        println!("A line that is printed again and again, without an end.");
    }
}

"#;

/// The cargo project beside: as the exercises' own, down to the profile.
const MANIFEST: &str = r#"[package]
name = "beside"
version = "0.1.0"
edition = "2024"

[dependencies]
fs2 = "0.4"

[profile.dev]
debug = "line-tables-only"

[workspace]
"#;

fn main() -> Result<()> {
    let times = times_asked_for()?;
    let mut desk = Desk::new()?;
    let mut rows = rows()?;
    // Cargo builds the library of the exercises once, and the disk's cache fills: no learner waits for it twice.
    for row in &rows {
        desk.measure(row)?;
    }
    for turn in 0..times {
        // Each turn begins with another row, so that none always comes after the same one of the turn before.
        for place in 0..rows.len() {
            let index = (place + turn) % rows.len();
            let sample = desk.measure(&rows[index])?;
            rows[index].samples.push(sample);
        }
    }
    print_tables(&rows, times);
    Ok(())
}

/// The number among the arguments; cargo adds `--bench` of its own.
fn times_asked_for() -> Result<usize> {
    let asked = std::env::args()
        .skip(1)
        .find(|word| !word.starts_with("--"));
    let Some(word) = asked else {
        return Ok(DEFAULT_TIMES);
    };
    let times = word.parse().ok().filter(|&times| times > 0);
    times.with_context(|| format!("{word:?} is not a number of times to measure"))
}

/// What is done between the save and the moment that the clock stops.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// `racelings run NAME --file FILE`, which must come to this verdict and kind.
    Kit(&'static str, Option<&'static str>),
    /// `cargo run --bin NAME`: one run, of as many rounds as the exercise itself chooses.
    CargoRun,
    /// The kit's own call of `rustc`, nothing more.
    Rustc,
    /// `cargo build --bin NAME`, nothing more.
    CargoBuild,
    /// As [`Way::Kit`], with an eye on the memory instead of the clock.
    Memory(&'static str, &'static str),
}

/// One thing that is measured.
struct Row {
    what: &'static str,
    name: &'static str,
    text: String,
    way: Way,
    samples: Vec<Sample>,
}

/// Seconds, or the most memory that was resident, in KiB.
#[derive(Clone, Copy)]
enum Sample {
    Seconds(f64),
    Peaks(Peaks),
}

#[derive(Clone, Copy, Default)]
struct Peaks {
    kit: u64,
    supervisor: u64,
}

/// All rows; rows of the same text stand together, with what cargo costs as the last of them.
fn rows() -> Result<Vec<Row>> {
    let read = |path: &str| fs::read_to_string(Path::new(ROOT).join(path)).context(path.to_owned());
    let starter = read("exercises/.originals/02_threads/threads1.rs")?;
    let threads = read("solutions/02_threads/threads1.rs")?;
    let processes = read("solutions/03_processes/processes1.rs")?;
    let locks = read("solutions/06_process_locks/process_locks1.rs")?;
    let check = starter
        .find(CHECK_LINE)
        .context("threads1 has no check line")?;
    let flood = FLOOD.to_owned() + &starter[check..];
    let fails = Way::Kit("fails", Some("wrong_result"));
    let passes = Way::Kit("passes", None);
    let quiet = Way::Memory("fails", "wrong_result");
    let flooded = Way::Memory("fails", "output_limit");
    let (one, two, three) = ("threads1", "processes1", "process_locks1");
    let cargo = "  cargo run";
    Ok(vec![
        Row::new("threads1 starter: fails", one, &starter, fails),
        Row::new(cargo, one, &starter, Way::CargoRun),
        Row::new("threads1 solution: passes", one, &threads, passes),
        Row::new(cargo, one, &threads, Way::CargoRun),
        Row::new("processes1 solution: passes", two, &processes, passes),
        Row::new(cargo, two, &processes, Way::CargoRun),
        Row::new("process_locks1 solution: passes", three, &locks, passes),
        Row::new(cargo, three, &locks, Way::CargoRun),
        Row::new("compile only: rustc, by the kit", one, &threads, Way::Rustc),
        Row::new("compile only: cargo build", one, &threads, Way::CargoBuild),
        Row::new(cargo, one, &threads, Way::CargoRun),
        Row::new("a quiet exercise", one, &starter, quiet),
        Row::new("one that prints without end", one, &flood, flooded),
    ])
}

impl Row {
    fn new(what: &'static str, name: &'static str, text: &str, way: Way) -> Row {
        Row {
            what,
            name,
            text: text.to_owned(),
            way,
            samples: Vec::new(),
        }
    }

    /// What the kit is to reach on a machine of two cores, in seconds.
    fn target(&self) -> Option<f64> {
        match self.way {
            Way::Kit("fails", _) => Some(0.5),
            Way::Kit(..) => Some(2.0),
            _ => None,
        }
    }
}

/// Where the measuring is done: a file for the kit, a cargo project, and the kit's parts for the call of `rustc`.
struct Desk {
    folder: TempDir,
    toolchain: Toolchain,
    supervisor: Supervisor,
    saves: u64,
}

impl Desk {
    fn new() -> Result<Desk> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        fs::create_dir_all(folder.path().join("src/bin"))?;
        fs::write(folder.path().join("Cargo.toml"), MANIFEST)?;
        // The versions that cargo has already downloaded for the exercises.
        fs::copy(
            Path::new(ROOT).join("Cargo.lock"),
            folder.path().join("Cargo.lock"),
        )?;
        Ok(Desk {
            folder,
            toolchain: Toolchain::of(Path::new(ROOT)),
            supervisor: Supervisor::start(Path::new(KIT))?,
            saves: 0,
        })
    }

    fn measure(&mut self, row: &Row) -> Result<Sample> {
        self.saves += 1;
        // A changed comment, so that there is something to compile, and nothing else to it.
        let text = format!("// Saved for the {}th time.\n{}", self.saves, row.text);
        let start = Instant::now();
        let file = self.save(row.name, &text)?;
        match row.way {
            Way::Kit(verdict, kind) => {
                let output = kit(row.name, &file).output()?;
                let seconds = start.elapsed();
                expect_verdict(&output.stdout, verdict, kind)?;
                return Ok(Sample::Seconds(seconds.as_secs_f64()));
            }
            Way::Memory(verdict, kind) => {
                let (peaks, said) = peaks_of(kit(row.name, &file))?;
                expect_verdict(&said, verdict, Some(kind))?;
                return Ok(Sample::Peaks(peaks));
            }
            Way::CargoRun => self.cargo_run(row.name)?,
            Way::CargoBuild => self.cargo_build(row.name)?,
            Way::Rustc => self.rustc(&text)?,
        }
        Ok(Sample::Seconds(start.elapsed().as_secs_f64()))
    }

    fn save(&self, name: &str, text: &str) -> Result<PathBuf> {
        let file = self
            .folder
            .path()
            .join("src/bin")
            .join(name)
            .with_extension("rs");
        fs::write(&file, text)?;
        Ok(file)
    }

    fn cargo(&self, command: &str, name: &str) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut call = Command::new(cargo);
        call.args([
            command,
            "--quiet",
            "--offline",
            "--bin",
            name,
            "--target-dir",
            "target",
        ])
        .current_dir(self.folder.path());
        call
    }

    /// A starter ends with a panic; that it came to its counter is enough.
    fn cargo_run(&self, name: &str) -> Result<()> {
        let output = self.cargo("run", name).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(
            said.contains("Counter = "),
            "cargo run of {name}:\n{errors}"
        );
        Ok(())
    }

    fn cargo_build(&self, name: &str) -> Result<()> {
        let output = self.cargo("build", name).output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "cargo build of {name}:\n{errors}");
        Ok(())
    }

    fn rustc(&mut self, text: &str) -> Result<()> {
        let (folder, cancel) = (self.folder.path(), Cancel::new());
        let compiled = self.toolchain.compile(
            text,
            Edition::default(),
            "threads1.rs",
            folder,
            &mut self.supervisor,
            &cancel,
        )?;
        ensure!(
            matches!(compiled, Compiled::Built { .. }),
            "rustc: {compiled:?}"
        );
        Ok(())
    }
}

fn kit(name: &str, file: &Path) -> Command {
    let mut call = Command::new(KIT);
    call.args(["run", name, "--format", "json", "--file"])
        .arg(file)
        .current_dir(ROOT);
    call
}

fn expect_verdict(said: &[u8], verdict: &str, kind: Option<&str>) -> Result<()> {
    let line: Value = serde_json::from_slice(said).context("the kit gave no verdict")?;
    if line["verdict"].as_str() != Some(verdict) || line["kind"].as_str() != kind {
        bail!("the verdict should be {verdict}, {kind:?}, but it is: {line}");
    }
    Ok(())
}

/// Runs the kit and reads the kernel's own high-water marks of it and of its supervisor until it ends.
///
/// What grows in the last millisecond, after the last reading, is not seen.
fn peaks_of(mut call: Command) -> Result<(Peaks, Vec<u8>)> {
    let mut child = call.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let kit = child.id();
    let (mut peaks, mut supervisor) = (Peaks::default(), None);
    while child.try_wait()?.is_none() {
        peaks.kit = peaks.kit.max(high_water(kit).unwrap_or(0));
        supervisor = supervisor.or_else(|| supervisor_of(kit));
        let mark = supervisor.and_then(high_water).unwrap_or(0);
        peaks.supervisor = peaks.supervisor.max(mark);
        thread::sleep(Duration::from_millis(1));
    }
    Ok((peaks, child.wait_with_output()?.stdout))
}

/// `VmHWM` of proc_pid_status(5): the most memory that was resident, in KiB. Nothing where there is no `/proc`.
fn high_water(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// The child that was started as `racelings supervise`, whichever of the kit's threads started it.
fn supervisor_of(kit: u32) -> Option<u32> {
    let threads = fs::read_dir(format!("/proc/{kit}/task")).ok()?;
    let children = threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok())
        .collect::<Vec<_>>()
        .join(" ");
    let mut pids = children
        .split_whitespace()
        .filter_map(|pid| pid.parse().ok());
    pids.find(|pid: &u32| {
        let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        command.split(|byte| *byte == 0).nth(1) == Some(b"supervise")
    })
}

fn print_tables(rows: &[Row], times: usize) {
    let build = if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    };
    println!(
        "\nFrom the save to the verdict: medians of {times}, in turns.\n\
         The kit is a {build} build, and starts anew for each check.\n"
    );
    println!(
        "{:<32}{:>8}  {:>15}  {:>9}  {:>7}",
        "what", "median", "min..max", "ratio to", "target"
    );
    println!("{:<32}{:>8}  {:>15}  {:>9}", "", "s", "s", "cargo run");
    for (index, row) in rows.iter().enumerate() {
        let Some(spread) = Spread::of(row.samples.iter().filter_map(Sample::seconds)) else {
            continue;
        };
        let beside = rows[index..]
            .iter()
            .find(|other| other.way == Way::CargoRun);
        let cargo =
            beside.and_then(|row| Spread::of(row.samples.iter().filter_map(Sample::seconds)));
        let ratio = cargo.map_or(String::new(), |cargo| {
            format!("{:.2}", spread.median / cargo.median)
        });
        let target = row
            .target()
            .map_or(String::new(), |target| format!("{target:.1} s"));
        let range = format!("{:.3}..{:.3}", spread.least, spread.most);
        println!(
            "{:<32}{:>8.3}  {range:>15}  {ratio:>9}  {target:>7}",
            row.what, spread.median
        );
    }
    println!(
        "\n`cargo run` is one run. A verdict that passes is 20 runs in each mode, and the\n\
         few before them that settle the rounds. Only a comment changes from save to\n\
         save: the best case for `cargo build`, which keeps what was compiled before."
    );
    print_memory(rows);
}

fn print_memory(rows: &[Row]) {
    println!("\nThe most memory resident while an exercise is checked, in MiB.\n");
    println!(
        "{:<32}{:>8}  {:>15}  {:>9}",
        "what", "median", "min..max", "to quiet"
    );
    type Part = (&'static str, fn(&Peaks) -> u64);
    let parts: [Part; 2] = [
        ("the kit", |peaks| peaks.kit),
        ("supervisor", |peaks| peaks.supervisor),
    ];
    for (part, of) in parts {
        let mut quiet = None;
        for row in rows {
            let peaks = row.samples.iter().filter_map(Sample::peaks);
            let Some(spread) = Spread::of(peaks.map(|peaks| of(peaks) as f64 / 1024.0)) else {
                continue;
            };
            let base = *quiet.get_or_insert(spread.median);
            let range = format!("{:.1}..{:.1}", spread.least, spread.most);
            let ratio = spread.median / base;
            println!("{part}: {}", row.what);
            println!(
                "{:<32}{:>8.1}  {range:>15}  {ratio:>9.2}",
                "", spread.median
            );
        }
    }
}

impl Sample {
    fn seconds(&self) -> Option<f64> {
        match self {
            Sample::Seconds(seconds) => Some(*seconds),
            Sample::Peaks(_) => None,
        }
    }

    fn peaks(&self) -> Option<&Peaks> {
        match self {
            Sample::Peaks(peaks) => Some(peaks),
            Sample::Seconds(_) => None,
        }
    }
}

struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

impl Spread {
    /// Of an even number, the higher one of the two in the middle. Nothing of nothing.
    fn of(samples: impl Iterator<Item = f64>) -> Option<Spread> {
        let mut sorted: Vec<f64> = samples.collect();
        sorted.sort_by(f64::total_cmp);
        Some(Spread {
            least: *sorted.first()?,
            median: sorted[sorted.len() / 2],
            most: *sorted.last()?,
        })
    }
}
