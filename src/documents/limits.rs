//! How large and how many files may be.

/// How large and how many files may be; whoever runs Keyward says so.
pub use crate::config::DocumentLimits as Limits;

/// A size as people say it.
pub fn size_words(bytes: usize) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1_000..=999_499 => format!("{} kB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            match tenths % 10 {
                0 => format!("{} MB", tenths / 10),
                rest => format!("{}.{rest} MB", tenths / 10),
            }
        }
    }
}

/// `1 file` or `20 files`.
pub(super) fn files_words(count: usize) -> String {
    match count {
        1 => "1 file".to_owned(),
        many => format!("{many} files"),
    }
}

#[cfg(test)]
mod tests {
    use super::size_words;

    #[test]
    fn a_size_is_said_as_people_say_it() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"),
            (2_140_000, "2.1 MB"),
            (20_000_000, "20 MB"),
        ] {
            assert_eq!(size_words(bytes), words);
        }
    }
}
