//! A point in time, to the second.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The first second of the year 10000.
const YEAR_10000: u64 = 253_402_300_800;

/// A point in time, to the second. As text it is UTC, `2026-11-26T16:28:05Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(SystemTime);

impl Moment {
    /// Now.
    pub fn now() -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Moment::from_second(since.unwrap_or_default().as_secs())
    }

    /// A time of the system's, if it is one that can be written: from 1970 to 9999.
    pub fn of(time: SystemTime) -> Option<Moment> {
        let second = time.duration_since(UNIX_EPOCH).ok()?.as_secs();
        (second < YEAR_10000).then(|| Moment::from_second(second))
    }

    /// So many seconds after the beginning of 1970.
    pub fn from_second(second: u64) -> Moment {
        Moment(UNIX_EPOCH + Duration::from_secs(second))
    }

    /// Its day, `2026-11-26`.
    pub fn day(self) -> String {
        self.to_string().chars().take_while(|c| *c != 'T').collect()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        humantime::format_rfc3339_seconds(self.0).fmt(f)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = humantime::parse_rfc3339(&text).map_err(de::Error::custom)?;
        // A part of a second that stands there would not come back.
        Moment::of(time).ok_or_else(|| de::Error::custom("it is not a year from 1970 to 9999"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_cannot_be_written_is_none() {
        let after = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        let last = Moment::of(after(YEAR_10000 - 1)).unwrap();
        assert_eq!(last.to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Moment::of(after(YEAR_10000)), None);
        assert_eq!(Moment::of(UNIX_EPOCH - Duration::from_secs(1)), None);
    }

    #[test]
    fn as_text_it_is_utc_and_comes_back() {
        let moment = Moment::from_second(1_700_000_000);
        assert_eq!(moment.to_string(), "2023-11-14T22:13:20Z");
        assert_eq!(moment.day(), "2023-11-14");
        let text = serde_json::to_string(&moment).unwrap();
        assert_eq!(serde_json::from_str::<Moment>(&text).unwrap(), moment);
        assert!(serde_json::from_str::<Moment>("\"yesterday\"").is_err());
        let within = serde_json::from_str::<Moment>("\"2023-11-14T22:13:20.5Z\"").unwrap();
        assert_eq!(within, moment);
    }
}
