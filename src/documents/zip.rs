//! The names inside a ZIP file (APPNOTE.TXT § 4.3), which say what an office document is. Nothing is
//! unpacked.

/// The first bytes of a ZIP file that holds anything.
pub(super) const BEGINS: &[u8] = b"PK\x03\x04";
/// What a line of the list at its end begins with.
const LINE: &[u8] = b"PK\x01\x02";
/// What the end itself begins with.
const END: &[u8] = b"PK\x05\x06";
/// The end without its remark.
const END_BYTES: usize = 22;
/// The longest remark after it.
const REMARK_BYTES_MAX: usize = 65_535;
/// No office document holds more parts.
const PARTS_MAX: usize = 20_000;

/// The names of all parts, as they stand in the list at the end; none, if it is no whole ZIP file.
pub(super) fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let from = bytes.len().saturating_sub(END_BYTES + REMARK_BYTES_MAX);
    let end = (from..=bytes.len().checked_sub(END_BYTES)?)
        .rev()
        .find(|at| bytes[*at..].starts_with(END))?;
    let count = number(bytes, end + 10, 2)?;
    let mut at = number(bytes, end + 16, 4)?;
    if count > PARTS_MAX {
        return None;
    }
    let mut names = Vec::with_capacity(count);
    for _ in 0..count {
        if !bytes.get(at..)?.starts_with(LINE) {
            return None;
        }
        let name_bytes = number(bytes, at + 28, 2)?;
        let after = number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?;
        let name = bytes.get(at + 46..at + 46 + name_bytes)?;
        names.push(String::from_utf8_lossy(name).into_owned());
        at += 46 + name_bytes + after;
    }
    Some(names)
}

/// What the first part holds, where it is called `mimetype` and lies there unpacked, as in every
/// document of the OpenDocument family (ODF 1.3 part 2 § 3.3).
pub(super) fn mimetype(bytes: &[u8]) -> Option<&[u8]> {
    let name_bytes = number(bytes, 26, 2)?;
    let extra_bytes = number(bytes, 28, 2)?;
    let (unpacked, size) = (number(bytes, 8, 2)? == 0, number(bytes, 18, 4)?);
    let is_it = bytes.get(30..30 + name_bytes)? == b"mimetype" && unpacked;
    let from = 30 + name_bytes + extra_bytes;
    is_it.then(|| bytes.get(from..from.checked_add(size)?))?
}

/// The number of so many bytes, the lowest first.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(
        part.iter()
            .rev()
            .fold(0, |number, byte| number << 8 | usize::from(*byte)),
    )
}

/// ZIP files for tests: these parts, unpacked, in this order.
#[cfg(test)]
pub(super) fn of(parts: &[(&str, &str)]) -> Vec<u8> {
    let low = |number: usize, width: usize| number.to_le_bytes()[..width].to_vec();
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let at = bytes.len();
        let sizes = [low(content.len(), 4), low(content.len(), 4)].concat();
        let lengths = [low(name.len(), 2), low(0, 2)].concat();
        let head = [&[20, 0, 0, 0, 0, 0][..], &[0; 8], &sizes, &lengths].concat();
        bytes.extend([BEGINS, &head, name.as_bytes(), content.as_bytes()].concat());
        let tail = [&[0; 10][..], &low(at, 4)].concat();
        list.extend([LINE, &[20, 0], &head, &tail, name.as_bytes()].concat());
    }
    let count = low(parts.len(), 2);
    let (size, at) = (low(list.len(), 4), low(bytes.len(), 4));
    let end = [END, &[0; 4], &count, &count, &size, &at, &[0, 0]].concat();
    [bytes, list, end].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_inside_are_read_and_nothing_broken_is() {
        let zip = of(&[("mimetype", "application/x"), ("word/document.xml", "<w/>")]);
        assert_eq!(names(&zip).unwrap(), ["mimetype", "word/document.xml"]);
        assert_eq!(mimetype(&zip).unwrap(), b"application/x");
        for length in 0..zip.len() {
            assert_eq!(names(&zip[..length]), None, "cut at {length}");
        }
        let mut far = zip.clone();
        let end = zip.len() - END_BYTES;
        far[end + 16..end + 20].copy_from_slice(&[0xff; 4]);
        assert_eq!(names(&far), None);
        assert_eq!(mimetype(&of(&[("word/document.xml", "x")])), None);
        assert_eq!(mimetype(b"PK\x03\x04"), None);
    }
}
