//! Embeds in the kit all files that it needs outside of its clone: see `src/kit.rs`.
//!
//! The exercises, the solutions and the crates are packages of their own. They lie elsewhere when this package was installed
//! from a registry, so the build script of each reports its folder.

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use fnv::FnvHasher;

/// The kit's own crates that programs are compiled against. Each is a dependency of the kit, in the folder `crates`.
const CRATES: [&str; 2] = ["baton", "protocol"];

/// The files to embed: from the path in the clone to the path on this machine.
type Files = BTreeMap<PathBuf, PathBuf>;

fn main() -> Result<(), Box<dyn Error>> {
    let kit = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut files = Files::new();
    for file in ["info.toml", "Cargo.lock"] {
        files.insert(file.into(), kit.join(file));
    }
    for name in CRATES {
        add_crate(
            &mut files,
            &Path::new("crates").join(name),
            &folder_of(name)?,
        )?;
    }
    let exercises = folder_of("exercises")?;
    add_sources(
        &mut files,
        Path::new("exercises/.originals"),
        &exercises.join(".originals"),
    )?;
    add_chapters(&mut files, &exercises)?;
    let solutions = folder_of("solutions")?;
    add_files(
        &mut files,
        Path::new("solutions/.sealed"),
        &solutions.join(".sealed"),
        "hex",
    )?;
    for chapter in folders_in(&exercises.join(".originals"))? {
        let solved = solutions.join(&chapter);
        add_sources(&mut files, &Path::new("solutions").join(chapter), &solved)?;
    }
    add_sources(
        &mut files,
        Path::new("tests/variants"),
        &kit.join("tests/variants"),
    )?;
    write_table(&files)?;
    report_source(&kit)
}

/// What the kit is built from, besides the files that are embedded.
const SOURCE: [&str; 5] = ["src", "crates", "build.rs", "Cargo.toml", "Cargo.lock"];

/// Hashes all that the kit is built from, for the program to say which kit it is: `RACELINGS_SOURCE`.
fn report_source(kit: &Path) -> Result<(), Box<dyn Error>> {
    let mut hasher = FnvHasher::default();
    let mut files = Vec::new();
    for name in SOURCE {
        let path = kit.join(name);
        // A package from a registry has its crates elsewhere, and the lock file has their versions.
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
            add_all(&mut files, &path)?;
        }
    }
    files.sort();
    for file in &files {
        hasher.write(file.strip_prefix(kit)?.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(file)?);
    }
    println!("cargo::rustc-env=RACELINGS_SOURCE={:016x}", hasher.finish());
    Ok(())
}

/// Adds a file, or all files in a folder and its subfolders.
fn add_all(files: &mut Vec<PathBuf>, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        add_all(files, &entry?.path())?;
    }
    Ok(())
}

/// The folder of a package that the kit depends on.
fn folder_of(package: &str) -> Result<PathBuf, env::VarError> {
    env::var(format!("DEP_{}_FOLDER", package.to_uppercase())).map(PathBuf::from)
}

/// Adds a crate's manifest, build script and sources.
fn add_crate(files: &mut Files, below: &Path, folder: &Path) -> io::Result<()> {
    // Cargo rewrites the manifest of a published package without paths, and keeps the original beside it.
    let by_hand = Some(folder.join("Cargo.toml.orig")).filter(|file| file.is_file());
    let manifest = by_hand.unwrap_or_else(|| folder.join("Cargo.toml"));
    files.insert(below.join("Cargo.toml"), manifest);
    let script = folder.join("build.rs");
    if script.is_file() {
        files.insert(below.join("build.rs"), script);
    }
    add_sources(files, &below.join("src"), &folder.join("src"))
}

/// Adds every chapter's README, and the glossary.
fn add_chapters(files: &mut Files, exercises: &Path) -> io::Result<()> {
    let chapters = folders_in(&exercises.join(".originals"))?;
    let readmes = chapters.iter().map(|chapter| chapter.join("README.md"));
    for file in readmes.chain(["GLOSSARY.md".into()]) {
        files.insert(Path::new("exercises").join(&file), exercises.join(file));
    }
    Ok(())
}

/// Adds all Rust files in a folder and its subfolders.
fn add_sources(files: &mut Files, below: &Path, folder: &Path) -> io::Result<()> {
    add_files(files, below, folder, "rs")
}

/// Adds all files in a folder and its subfolders whose names end like that.
fn add_files(files: &mut Files, below: &Path, folder: &Path, ending: &str) -> io::Result<()> {
    // A kit for students has no solutions and no known fixes.
    if !folder.exists() {
        // What is not there would count as changed each time.
        let above = folder.parent().filter(|above| above.exists());
        if let Some(above) = above {
            println!("cargo::rerun-if-changed={}", above.display());
        }
        return Ok(());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (below, path) = (below.join(entry.file_name()), entry.path());
        if entry.file_type()?.is_dir() {
            add_files(files, &below, &path, ending)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == ending)
        {
            files.insert(below, path);
        }
    }
    Ok(())
}

fn folders_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let folders = entries.iter().filter(|entry| entry.path().is_dir());
    Ok(folders.map(|entry| entry.file_name().into()).collect())
}

fn write_table(files: &Files) -> Result<(), Box<dyn Error>> {
    let mut table = String::from("&[\n");
    for (below, file) in files {
        println!("cargo::rerun-if-changed={}", file.display());
        table += &format!("    ({below:?}, include_str!({file:?})),\n");
    }
    table += "]\n";
    fs::write(Path::new(&env::var("OUT_DIR")?).join("kit.rs"), table)?;
    Ok(())
}
