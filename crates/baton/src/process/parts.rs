//! What a command was given, to look at.

use ::std::collections::BTreeMap;
use ::std::ffi::{OsStr, OsString};

/// As std's.
#[derive(Clone, Debug)]
pub struct CommandArgs<'a>(::std::slice::Iter<'a, OsString>);

impl<'a> CommandArgs<'a> {
    pub(super) fn of(arguments: &'a [OsString]) -> Self {
        Self(arguments.iter())
    }
}

impl<'a> Iterator for CommandArgs<'a> {
    type Item = &'a OsStr;

    fn next(&mut self) -> Option<&'a OsStr> {
        self.0.next().map(OsString::as_os_str)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for CommandArgs<'_> {}

/// As std's.
#[derive(Clone, Debug)]
pub struct CommandEnvs<'a>(::std::collections::btree_map::Iter<'a, OsString, Option<OsString>>);

impl<'a> CommandEnvs<'a> {
    pub(super) fn of(environment: &'a BTreeMap<OsString, Option<OsString>>) -> Self {
        Self(environment.iter())
    }
}

impl<'a> Iterator for CommandEnvs<'a> {
    type Item = (&'a OsStr, Option<&'a OsStr>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.next()?;
        Some((name, value.as_deref()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for CommandEnvs<'_> {}
