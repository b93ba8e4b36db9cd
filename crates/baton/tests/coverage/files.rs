//! Files: every way to open, read, write and move them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

fn kind<T>(result: io::Result<T>) -> Result<(), io::ErrorKind> {
    result.map(drop).map_err(|error| error.kind())
}

fn whole() -> io::Result<()> {
    fs::write("a", "one\ntwo\n")?;
    println!("{:?} {:?}", fs::read_to_string("a")?, fs::read("a")?.len());
    println!("{} {}", fs::copy("a", "b")?, fs::exists("b")?);
    println!("{} {:?} {}", Path::new("b").exists(), Path::new("b").try_exists()?, Path::new("b").is_dir());
    println!("{:?}", Path::new("none").metadata().map(|data| data.len()).map_err(|error| error.kind()));
    println!("{} {}", fs::metadata("b")?.len(), fs::metadata("b")?.is_file());
    fs::write("c", [0xff])?;
    println!("{:?} {:?}", kind(fs::read_to_string("c")), kind(fs::read("none")));
    fs::rename("b", "c")?;
    println!("{} {:?}", fs::exists("b")?, fs::read_to_string("c")?);
    fs::remove_file("c")?;
    println!("{:?} {:?}", kind(fs::remove_file("c")), kind(fs::rename("c", "d")));
    fs::hard_link("a", "e")?;
    fs::write("e", "through another name")?;
    println!("{}", fs::read_to_string("a")?);
    Ok(())
}

fn opening() -> io::Result<()> {
    println!("{:?} {:?}", kind(File::open("new")), kind(OpenOptions::new().write(true).open("new")));
    File::create_new("new")?.write_all(b"abc")?;
    println!("{:?}", kind(File::create_new("new")));
    OpenOptions::new().append(true).open("new")?.write_all(b"def")?;
    OpenOptions::new().write(true).create(true).truncate(false).open("new")?.write_all(b"X")?;
    println!("{}", fs::read_to_string("new")?);
    let mut file = File::options().read(true).write(true).open("new")?;
    println!("{:?}", kind(OpenOptions::new().write(true).create_new(true).open("new")));
    file.set_len(2)?;
    println!("{} {:?}", file.metadata()?.len(), fs::read_to_string("new")?);
    println!("{:?}", kind(File::open("new")?.write_all(b"no")));
    drop(File::create("new")?);
    println!("{}", fs::metadata("new")?.len());
    Ok(())
}

fn inside() -> io::Result<()> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open("inside")?;
    write!(file, "{} and {}", 12, "some")?;
    println!("{} {}", file.seek(SeekFrom::Start(3))?, file.stream_position()?);
    let mut bytes = [0; 3];
    file.read_exact(&mut bytes)?;
    println!("{:?} {}", bytes, file.seek(SeekFrom::End(-4))?);
    let mut same = file.try_clone()?;
    let mut rest = String::new();
    println!("{} {rest}", same.read_to_string(&mut rest)?);
    println!("{} {}", file.stream_position()?, file.seek(SeekFrom::Current(-2))?);
    (&file).write_all(b"XY")?;
    file.rewind()?;
    let mut all = Vec::new();
    file.read_to_end(&mut all)?;
    println!("{}", String::from_utf8_lossy(&all));
    println!("{} {}", file.write_at(b"Z", 1)?, file.read_at(&mut bytes, 0)?);
    println!("{} {}", String::from_utf8_lossy(&bytes), file.stream_position()?);
    file.set_modified(std::time::SystemTime::UNIX_EPOCH)?;
    println!("{}", file.metadata()?.modified()? == std::time::SystemTime::UNIX_EPOCH);
    file.sync_all()?;
    file.sync_data()?;
    fs::write("lines", "first\nsecond\n")?;
    println!("{:?}", BufReader::new(File::open("lines")?).lines().collect::<Result<Vec<_>, _>>()?);
    Ok(())
}

fn folders() -> io::Result<()> {
    fs::create_dir("folder")?;
    println!("{:?}", kind(fs::create_dir("folder")));
    fs::create_dir_all("folder/deep/deeper")?;
    fs::write("folder/file", "")?;
    let mut names: Vec<_> = fs::read_dir("folder")?.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    println!("{names:?} {:?}", fs::symlink_metadata("folder")?.is_dir());
    println!("{:?}", kind(fs::remove_dir("folder")).is_err());
    fs::remove_dir_all("folder")?;
    println!("{:?}", kind(fs::read_dir("folder")));
    Ok(())
}

fn main() -> io::Result<()> {
    whole()?;
    opening()?;
    inside()?;
    folders()
}
