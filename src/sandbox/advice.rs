//! What to do where there is no sandbox: how bubblewrap is installed, and what keeps it from working.

use std::fs;
use std::path::Path;

/// How bubblewrap is installed.
pub const INSTALL: &str = "Install it:
  Debian, Ubuntu:  sudo apt install bubblewrap
  Fedora:          sudo dnf install bubblewrap
  Arch:            sudo pacman -S bubblewrap";

/// What may keep bubblewrap from making namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hindrance {
    /// AppArmor allows user namespaces only to programs that have a profile: Ubuntu since 23.10.
    AppArmor,
    /// The system allows user namespaces to root alone.
    OnlyRoot,
    /// The system allows no user namespaces at all.
    NoneAllowed,
    /// This is a container, whose own rules forbid them.
    Container,
}

/// What to do where bubblewrap is installed, and does not work.
pub fn where_it_does_not_work() -> String {
    let is = |file: &str, value: &str| {
        let read = fs::read_to_string(Path::new("/proc/sys").join(file));
        read.is_ok_and(|read| read.trim() == value)
    };
    let is_there = |file: &&str| Path::new(file).exists();
    let seen = [
        (Hindrance::NoneAllowed, is("user/max_user_namespaces", "0")),
        (
            Hindrance::OnlyRoot,
            is("kernel/unprivileged_userns_clone", "0"),
        ),
        (
            Hindrance::Container,
            ["/.dockerenv", "/run/.containerenv"].iter().any(is_there),
        ),
        (
            Hindrance::AppArmor,
            is("kernel/apparmor_restrict_unprivileged_userns", "1"),
        ),
    ];
    let seen = seen.into_iter().filter(|(_, is_seen)| *is_seen);
    let seen: Vec<Hindrance> = seen.map(|(hindrance, _)| hindrance).collect();
    against(&seen)
}

/// What to do against these, in the order in which they are to be removed.
fn against(seen: &[Hindrance]) -> String {
    if seen.is_empty() {
        return "It needs user namespaces, which this system or container forbids. Allow them, or grade on another machine."
            .into();
    }
    let advice = seen.iter().map(|hindrance| match hindrance {
        Hindrance::NoneAllowed => {
            "This system allows no user namespaces, which it needs. Allow some:
  sudo sysctl user.max_user_namespaces=10000"
        }
        Hindrance::OnlyRoot => {
            "This system allows user namespaces, which it needs, to root alone. Allow them to all:
  sudo sysctl kernel.unprivileged_userns_clone=1"
        }
        Hindrance::Container => {
            "This is a container, and the default rules of containers forbid user namespaces, which it needs. Start it with:
  docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined ..."
        }
        Hindrance::AppArmor => {
            "AppArmor allows user namespaces, which it needs, only to programs with a profile (Ubuntu since 23.10). Give it one:
  printf 'abi <abi/4.0>,\\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\\n  userns,\\n}\\n' | sudo tee /etc/apparmor.d/bwrap
  sudo apparmor_parser --replace /etc/apparmor.d/bwrap"
        }
    });
    Vec::from_iter(advice).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hindrance_that_is_seen_has_a_command_against_it() {
        let words = against(&[Hindrance::OnlyRoot, Hindrance::AppArmor]);
        let commands = words.lines().filter(|line| line.starts_with("  "));
        assert_eq!(commands.count(), 3, "{words}");
        assert!(words.contains("unprivileged_userns_clone=1"));
        assert!(words.contains("/etc/apparmor.d/bwrap"));
        for one in [Hindrance::NoneAllowed, Hindrance::Container] {
            assert!(against(&[one]).contains("\n  "), "{one:?}");
        }
    }

    #[test]
    fn where_nothing_is_seen_what_it_needs_is_said() {
        assert!(against(&[]).contains("user namespaces"));
    }

    #[test]
    fn how_it_is_installed_is_said_for_three_systems() {
        for command in ["apt install", "dnf install", "pacman -S"] {
            assert!(INSTALL.contains(command), "{command}");
        }
    }
}
