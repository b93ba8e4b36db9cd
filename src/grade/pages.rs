//! The pages of counterexamples, beside the results: one for each text that fails, named after what its result depends on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::key::Key;
use super::result::GradeLine;
use crate::source;

/// The folder of the pages, below that of the results.
const FOLDER: &str = "pages";

/// How an export links to pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Links {
    /// Not at all.
    None,
    /// As a file that lies beside the results.
    Beside,
    /// At this address, where the teacher has published them.
    At(String),
}

impl Links {
    /// The page of a result, for someone who has the whole folder of the results.
    pub fn for_teacher(&self, line: &GradeLine) -> Option<String> {
        match self {
            Links::None => None,
            Links::Beside => line.finding.page.clone(),
            Links::At(_) => self.for_student(line),
        }
    }

    /// The page of a result, for someone who has nothing but this link.
    pub fn for_student(&self, line: &GradeLine) -> Option<String> {
        line.finding.page.as_ref()?;
        match self {
            Links::None | Links::Beside => None,
            Links::At(address) => Some(format!(
                "{}/{}.html",
                address.trim_end_matches('/'),
                line.key
            )),
        }
    }
}

/// Where the page of a check is, below the folder of the results.
pub fn place(key: &Key) -> String {
    format!("{FOLDER}/{key}.html")
}

/// Stores the page of a check. Returns where it is, below the folder of the results.
///
/// # Errors
/// When the system refuses.
pub fn store(results: &Path, key: &Key, html: &str) -> io::Result<String> {
    let place = place(key);
    source::write_whole(&results.join(&place), html)?;
    Ok(place)
}

/// Copies the page of a result from the first of these folders that has it. A result whose page is nowhere has none.
///
/// # Errors
/// When the system refuses to write it.
pub fn bring<'a>(
    line: &mut GradeLine,
    from: impl IntoIterator<Item = &'a PathBuf>,
    to: &Path,
) -> io::Result<()> {
    let Some(place) = &line.finding.page else {
        return Ok(());
    };
    let target = to.join(place);
    if target.is_file() {
        return Ok(());
    }
    let mut pages = from.into_iter().map(|folder| folder.join(place));
    match pages.find(|page| page.is_file()) {
        Some(page) => {
            fs::create_dir_all(to.join(FOLDER))?;
            fs::copy(page, target)?;
        }
        None => line.finding.page = None,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::result::Word;
    use super::super::result::tests::line;
    use super::*;

    fn with_page(text: &str) -> GradeLine {
        let mut line = line("alice", "threads1", Word::Fails, text);
        line.finding.page = Some(place(&line.key));
        line
    }

    #[test]
    fn a_page_comes_along_from_the_first_folder_that_has_it_and_is_not_made_up() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        let mut one = with_page("one");
        store(&at("b"), &one.key, "<!doctype html>").unwrap();
        bring(&mut one, &[at("a"), at("b")], &at("out")).unwrap();
        let place = one.finding.page.clone().unwrap();
        assert_eq!(
            fs::read_to_string(at("out").join(place)).unwrap(),
            "<!doctype html>"
        );
        let mut two = with_page("two");
        bring(&mut two, &[at("a"), at("b")], &at("out")).unwrap();
        assert_eq!(two.finding.page, None);
    }

    #[test]
    fn a_student_gets_a_link_only_to_what_is_published() {
        let line = with_page("one");
        let key = &line.key;
        assert_eq!(
            Links::Beside.for_teacher(&line),
            Some(format!("pages/{key}.html"))
        );
        assert_eq!(Links::Beside.for_student(&line), None);
        let published = Links::At("https://uni.example/pages/".into());
        let link = Some(format!("https://uni.example/pages/{key}.html"));
        assert_eq!(published.for_teacher(&line), link);
        assert_eq!(published.for_student(&line), link);
        let mut without = line.clone();
        without.finding.page = None;
        assert_eq!(published.for_student(&without), None);
    }
}
